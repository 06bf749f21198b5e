import en from './en.json';
import type { ServerWords } from './server-words.ts';

/** All texts of one language. English is the measure: the others must have the same keys. */
export type Messages = Readonly<Record<keyof typeof en, string>>;
export type MessageKey = keyof Messages;
/** Keys that come in `.one` and `.other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;

/** Languages with complete texts. `qps-ploc` is Microsoft's pseudo language: English, 40 % longer, to test layouts. */
type Language = 'en' | 'de' | 'fr' | 'qps-ploc';

/** The language of a locale such as `de-AT`; English when we have no texts for it. */
export function languageOf(locale: string): Language {
  const tag = locale.toLowerCase();
  if (tag.startsWith('qps')) return 'qps-ploc';
  const language = tag.split('-')[0];
  return language === 'de' || language === 'fr' ? language : 'en';
}

/** Loads the texts of a language; English is part of the first view, the others come when needed. */
export async function loadMessages(language: Language): Promise<Messages> {
  switch (language) {
    case 'de':
      return (await import('./de.json')).default;
    case 'fr':
      return (await import('./fr.json')).default;
    case 'qps-ploc':
      return (await import('./pseudo.ts')).lengthen(en);
    case 'en':
      return en;
  }
}

/** Loads the words for what the server says. English needs none: the server speaks it. */
export async function loadServerWords(language: Language): Promise<ServerWords | undefined> {
  switch (language) {
    case 'de':
      return (await import('./server.de.json')).default;
    case 'fr':
      return (await import('./server.fr.json')).default;
    case 'qps-ploc': {
      const [{ lengthen }, english] = await Promise.all([import('./pseudo.ts'), import('./server.de.json')]);
      return lengthen(Object.fromEntries(Object.keys(english.default).map((text) => [text, text])));
    }
    case 'en':
      return undefined;
  }
}
