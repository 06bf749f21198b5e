import type { Sentence, Words } from '#contract';

/** What the server says, by its English sentence with `{name}` for every value; undefined: as it is. */
export type ServerWords = Readonly<Record<string, string>>;

type Value = NonNullable<Sentence['values']>[string];

/** Something with sentences in it: each in English, and in `words` apart from its values when it has some. */
type Said<Field extends string> = Readonly<Partial<Record<Field, string | undefined>>> & {
  readonly words?: Words | undefined;
};
/** The sentence in `field` of what the server sent; empty when there is none. */
export type Speak = <Field extends string>(from: Said<Field>, field: Field) => string;

/** How a language writes what stands inside a sentence. */
interface Writing {
  readonly number: (value: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** `room`, `Room`: the kind of place, as it stands in the middle or at the beginning of a sentence. */
  readonly type: (value: string) => string;
}

const PLACE_TYPES = ['building', 'floor', 'section', 'room', 'workspace', 'desk'];
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name that reads from right to left must not turn the sentence around it. */
const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/**
 * Says the server's sentences in one language. A sentence that has no words there stays English: the server may be
 * newer than this page, and what Microsoft said is quoted as it is.
 */
export function createSpeak(known: ServerWords | undefined, writing: Writing): Speak {
  const simple = known === undefined ? undefined : simpleSentences(known, writing);
  const plain = (text: string): string => (simple === undefined ? text : sentenceBySentence(text, simple));

  const sentence = ({ text, values }: Sentence): string => {
    if (values === undefined) return plain(text);
    return (known?.[text] ?? text).replace(/\{(\w+)\}/g, (slot, name: string) => {
      const value = values[name];
      return value === undefined ? slot : shown(name, value);
    });
  };
  const shown = (name: string, value: Value): string => {
    if (typeof value === 'number') return writing.number(value);
    if (typeof value === 'string') return name === 'type' ? writing.type(value) : isolated(value);
    if ('text' in value) return sentence(value);
    if (value.every((part) => typeof part === 'string')) return writing.list(value.map(isolated));
    return value.map((part) => (typeof part === 'string' ? part : sentence(part))).join(' ');
  };
  return (from, field) => {
    const words = from.words?.[field];
    return words === undefined ? plain(from[field] ?? '') : sentence(words);
  };
}

/** Sentences without values, and those that only name a type, once for each. */
function simpleSentences(known: ServerWords, { type }: Writing): ReadonlyMap<string, string> {
  const simple = new Map<string, string>();
  for (const [english, own] of Object.entries(known)) {
    const slots = new Set(english.match(/\{\w+\}/g));
    if (slots.size === 0) simple.set(english, own);
    else if (slots.size === 1 && slots.has('{type}'))
      for (const name of PLACE_TYPES)
        simple.set(english.replaceAll('{type}', name), own.replaceAll('{type}', type(name)));
  }
  return simple;
}

/** A text of several sentences, some of which may be Microsoft's or only in English. */
function sentenceBySentence(text: string, simple: ReadonlyMap<string, string>): string {
  const whole = simple.get(text);
  if (whole !== undefined || !text.includes(' ')) return whole ?? text;
  const said: string[] = [];
  for (let rest = text; rest !== '';) {
    const end = endOfKnown(rest, simple);
    const [word] = /^\S+/.exec(rest) ?? [''];
    const next = end === undefined ? word : rest.slice(0, end);
    said.push(simple.get(next) ?? next);
    rest = rest.slice(Math.max(next.length, 1)).trimStart();
  }
  return said.join(' ');
}

/** How far the longest known sentence reaches that `text` begins with. */
function endOfKnown(text: string, simple: ReadonlyMap<string, string>): number | undefined {
  for (let end = text.length; end > 0; end = text.lastIndexOf(' ', end - 1))
    if (simple.has(text.slice(0, end))) return end;
  return undefined;
}
