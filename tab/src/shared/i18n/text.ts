import type { MessageKey, Messages, PluralKey } from './messages.ts';
import { createSpeak, type ServerWords, type Speak } from './server-words.ts';

export type Values = Readonly<Record<string, string | number>>;

/** The texts, numbers and dates of one language and locale. */
export interface Text {
  readonly locale: string;
  readonly t: (key: MessageKey, values?: Values) => string;
  /** The form of `key` for that many; `{n}` is the number as people of the locale write it. */
  readonly n: (key: PluralKey, count: number, values?: Values) => string;
  /** The text of a key made from data (`field.capacity`), or the data's own word when we have no text for it. */
  readonly word: (prefix: string, value: string) => string;
  readonly number: (value: number) => string;
  /** Day and minute. */
  readonly dateTime: (at: string | Date) => string;
  /** "in 3 hours", "2 minutes ago", at the coarsest unit that says it. */
  readonly relative: (at: string | Date, now: Date) => string;
  /** A span such as "1 h 5 min" or "40 s". */
  readonly span: (ms: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** What the server said, in this language as far as we have words for it. */
  readonly said: Speak;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** A locale that Intl accepts: hosts have sent underscores and pseudo languages. */
function usableLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replace('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const fill = (text: string, values: Values, number: (value: number) => string) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : value;
  });

/** @param server words for what the server says; without them it is shown in its own English */
export function createText(messages: Messages, hostLocale: string, server?: ServerWords): Text {
  const locale = usableLocale(hostLocale);
  const numbers = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const number = (value: number) => numbers.format(value);
  const byKey = messages as Readonly<Record<string, string>>;
  const list = (items: readonly string[]) => lists.format(items);
  /** Kinds of place keep their capital in the middle of a sentence in German only. */
  const type = (value: string) => {
    const own = byKey[`type.${value.toLowerCase()}`] ?? value;
    return /^[a-z]/.test(value) && !locale.startsWith('de') ? own.toLocaleLowerCase(locale) : own;
  };

  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);

  return {
    locale,
    number,
    t: (key, values = {}) => fill(messages[key], values, number),
    n: (key, count, values = {}) => {
      const form = plural.select(count) === 'one' ? 'one' : 'other';
      return fill(byKey[`${key}.${form}`] ?? key, { n: count, ...values }, number);
    },
    word: (prefix, value) => byKey[`${prefix}.${value}`] ?? value,
    dateTime: (at) => dates.format(new Date(at)),
    relative: (at, now) => {
      const exact = (new Date(at).getTime() - now.getTime()) / 1000;
      // Clocks differ a little, and `now` may be some seconds old: nothing is "in 3 seconds".
      const seconds = exact > 0 && exact < 60 ? 0 : exact;
      const [name, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      return relatives.format(Math.round(seconds / size), name);
    },
    span: (ms) => {
      const seconds = Math.max(0, Math.round(ms / 1000));
      if (seconds === 0) return `< ${unit(1, 'second')}`;
      if (seconds < 60) return unit(seconds, 'second');
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return unit(minutes, 'minute');
      const rest = minutes % 60;
      return rest === 0
        ? unit((minutes - rest) / 60, 'hour')
        : `${unit((minutes - rest) / 60, 'hour')} ${unit(rest, 'minute')}`;
    },
    list,
    said: createSpeak(server, { number, list, type }),
  };
}
