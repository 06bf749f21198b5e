/**
 * What the product says to a person, with its values apart: whoever shows it can say it in another language.
 * The English sentence stands where it is made and is its own key (as in gettext), so no list can drift from it.
 */

/** A name, a number, a sentence inside the sentence, or several names or sentences. */
type SentenceValue = string | number | Sentence | readonly string[] | readonly Sentence[];

/** `text` is English with `{name}` for every value; without values it is the sentence itself. */
export interface Sentence {
  readonly text: string;
  readonly values?: Readonly<Record<string, SentenceValue>>;
}

/** The sentences of an object by the field that has them in English; only those with values. */
export type Words = Readonly<Record<string, Sentence>>;

/**
 * A sentence and its values: ``say`The room "${{ name }}" has ${{ count }} seats.` ``.
 *
 * The names of the values are part of the text. `type`, `field` and `action` are words of the product: they are
 * shown in the reader's language too.
 */
export function say(
  parts: TemplateStringsArray,
  ...slots: readonly Readonly<Record<string, SentenceValue>>[]
): Sentence {
  const values = Object.assign({}, ...slots) as Record<string, SentenceValue>;
  const names = slots.map((slot) => Object.keys(slot)[0] ?? '');
  const text = parts.map((part, at) => (at < names.length ? `${part}{${names[at]}}` : part)).join('');
  return slots.length === 0 ? { text } : { text, values };
}

/** The sentence in English. */
export function english({ text, values }: Sentence): string {
  if (values === undefined) return text;
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = values[name];
    return value === undefined ? slot : englishValue(value);
  });
}

function englishValue(value: SentenceValue): string {
  if (typeof value !== 'object') return String(value);
  if ('text' in value) return english(value);
  const parts = value.map((part) => (typeof part === 'string' ? part : english(part)));
  return parts.join(typeof value[0] === 'string' ? ', ' : ' ');
}

type Said = Readonly<Record<string, Sentence | string | undefined>>;
type Spoken<T extends Said> = {
  readonly [K in keyof T]: undefined extends T[K] ? string | undefined : string;
} & { readonly words?: Words };

/** The fields in English, and `words` with those that have values. */
export function spoken<const T extends Said>(said: T): Spoken<T> {
  const fields: Record<string, string> = {};
  const words: Record<string, Sentence> = {};
  for (const [field, sentence] of Object.entries(said)) {
    if (sentence === undefined) continue;
    fields[field] = typeof sentence === 'string' ? sentence : english(sentence);
    if (typeof sentence === 'object' && sentence.values !== undefined) words[field] = sentence;
  }
  return { ...fields, ...(Object.keys(words).length > 0 && { words }) } as Spoken<T>;
}

/** What was said in a field of `from`, to be part of another sentence. */
export function saidIn<K extends string>(
  from: Readonly<Partial<Record<K, string | undefined>>> & { readonly words?: Words | undefined },
  field: K,
): Sentence {
  return from.words?.[field] ?? { text: from[field] ?? '' };
}
