/** The text of an SVG as a tree, guarded: nothing is run or fetched, and what is too deep or too large is refused. */
import { parseSync, type INode } from 'svgson';
import { say, type Sentence } from '../../../../core/model/sentence.ts';

const MOST_ELEMENTS = 100_000;
const DEEPEST = 100;

/** @returns the root, or why it is not read */
export function svgTree(content: string): { readonly root: INode } | { readonly why: Sentence } {
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(content)) return { why: say`it declares entities and is not read.` };
  const { short, long } = withoutLong(unprefixed(withoutComments(content)));
  if (tooDeep(short)) return { why: say`its elements are nested too deep or too many to be read.` };
  try {
    const root = parseSync(short);
    return typeof root.name === 'string'
      ? { root: readable(root, long) }
      : { why: say`it is not well-formed SVG.` };
  } catch {
    return { why: say`it is not well-formed SVG.` };
  }
}

/** The parser would take what is commented out for drawn. */
function withoutComments(content: string): string {
  let [text, from] = ['', 0];
  for (;;) {
    const start = content.indexOf('<!--', from);
    if (start < 0) return text + content.slice(from);
    text += content.slice(from, start);
    const end = content.indexOf('-->', start);
    if (end < 0) return text;
    from = end + 3;
  }
}

/** Some programs write every name with a prefix: `<svg:rect>`. */
function unprefixed(content: string): string {
  const prefix = /<([A-Za-z][\w.-]{0,40}):svg[\s>]/.exec(content)?.[1];
  if (prefix === undefined) return content;
  return content.replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</');
}

/** Values of attributes, and fonts and pictures that are written out, from so many letters on. */
const LONG = 30;
const OPENS = /=\s*["']|base64,/g;
/** What ends one, by the last sign before it. */
const ENDS: Readonly<Record<string, RegExp>> = { '"': /["<>]/g, "'": /['<>]/g, ',': /[^\w+/=\s]/g };
/** Around the number of one of them: no text of XML holds this sign. */
const MARK = '\u0001';

/**
 * The parser goes letter by letter and takes 32 bytes for each: it sees numbers in the place of long values. They are
 * looked for by their ends, because a pattern for all of one would remember every letter of it.
 */
function withoutLong(text: string): { readonly short: string; readonly long: readonly string[] } {
  const long: string[] = [];
  const parts: string[] = [];
  if (text.includes(MARK)) return { short: text, long };
  let from = 0;
  for (const { 0: opening, index } of text.matchAll(OPENS)) {
    const start = index + opening.length;
    const end = start < from ? -1 : endOf(text, start, opening.at(-1) ?? '');
    if (end - start < LONG) continue;
    parts.push(text.slice(from, start), MARK, String(long.length), MARK);
    long.push(text.slice(start, end));
    from = end;
  }
  return { short: parts.join('') + text.slice(from), long };
}

/** @returns -1 when it does not end as it began */
function endOf(text: string, start: number, opening: string): number {
  const ends = ENDS[opening];
  if (!ends) return -1;
  ends.lastIndex = start;
  const end = ends.exec(text);
  return end && !(opening !== ',' && '<>'.includes(end[0])) ? end.index : -1;
}

const restored = (text: string, values: readonly string[]): string =>
  text.includes(MARK)
    ? text
        .split(MARK)
        .map((part, i) => (i % 2 === 1 ? (values[Number(part)] ?? part) : part))
        .join('')
    : text;

/** Counted in the text, before the parser recurses into it. */
function tooDeep(content: string): boolean {
  let [depth, count] = [0, 0];
  for (const [tag] of content.matchAll(/<\/?[A-Za-z][^<>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else {
      count += 1;
      if (!tag.endsWith('/>')) depth += 1;
    }
    if (depth > DEEPEST || count > MOST_ELEMENTS) return true;
  }
  return false;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The parser leaves attributes and texts as they are written. Changed in place: a copy of a large drawing is large.
 * @param long what {@link withoutLong} kept from it
 */
function readable(node: INode, long: readonly string[]): INode {
  const { attributes, children, value } = node;
  node.value = decoded(restored(value, long));
  for (const [name, text] of Object.entries(attributes)) attributes[name] = decoded(restored(text, long));
  for (const child of children) readable(child, long);
  return node;
}

/** `R&amp;D &#x2014; 3` as it is read. */
const decoded = (text: string): string => {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
    (all, ten?: string, hex?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? all) : all;
      const code = ten === undefined ? Number.parseInt(hex ?? '', 16) : Number(ten);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
};

/** Names that cannot stand in an id, as Illustrator writes them: `_x0033_.012` is `3.012`. */
export const unescapedId = (id: string): string =>
  id.replace(/_x([\da-f]{2,6})_/gi, (all, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

/** The lines of a text element: one for every `tspan` that starts at a place of its own. */
export function linesOf(node: INode): string[] {
  const lines = [''];
  const collect = ({ type, value, name, attributes, children }: INode, deep: boolean): void => {
    if (type === 'text') lines.push(`${lines.pop() ?? ''} ${value}`);
    if (deep && name === 'tspan' && ('y' in attributes || 'dy' in attributes)) lines.push('');
    if (name === 'title' || name === 'desc') return;
    for (const child of children) collect(child, true);
  };
  collect(node, false);
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
}
