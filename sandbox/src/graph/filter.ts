/** `$filter` for rooms, workspaces and room lists: comparisons, `startsWith`, `and`, `or`, `not`, brackets. */
import { badRequest } from './exchange.ts';

/** Says whether a place, as it is on the wire, passes. */
export type Filter = (place: Readonly<Record<string, unknown>>) => boolean;

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w/.]*)|([(),]))/y;

type Token = { readonly kind: 'text' | 'number' | 'word' | 'mark'; readonly value: string };

function tokens(source: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source);
    if (match === null) throw badRequest('Invalid filter clause.');
    const [, text, number, word, mark] = match;
    if (text !== undefined) found.push({ kind: 'text', value: text.replaceAll("''", "'") });
    else if (number !== undefined) found.push({ kind: 'number', value: number });
    else if (word !== undefined) found.push({ kind: 'word', value: word });
    else found.push({ kind: 'mark', value: mark ?? '' });
  }
  return found;
}

const COMPARE: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  eq: (a, b) => same(a) === same(b),
  ne: (a, b) => same(a) !== same(b),
  gt: (a, b) => typeof a === 'number' && typeof b === 'number' && a > b,
  ge: (a, b) => typeof a === 'number' && typeof b === 'number' && a >= b,
  lt: (a, b) => typeof a === 'number' && typeof b === 'number' && a < b,
  le: (a, b) => typeof a === 'number' && typeof b === 'number' && a <= b,
};

/** Text compares without regard to case, as Exchange does. */
const same = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));

/** Reads a filter; @throws Refusal 400 for anything it does not know. */
export function parseFilter(source: string, properties: ReadonlySet<string>): Filter {
  const parser = new FilterParser(tokens(source), properties);
  return parser.whole();
}

class FilterParser {
  readonly #tokens: readonly Token[];
  readonly #properties: ReadonlySet<string>;
  #at = 0;
  constructor(tokens: readonly Token[], properties: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#properties = properties;
  }

  whole(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length) throw badRequest('Invalid filter clause.');
    return filter;
  }

  #or(): Filter {
    let left = this.#and();
    while (this.#take('or')) {
      const [a, b] = [left, this.#and()];
      left = (place) => a(place) || b(place);
    }
    return left;
  }

  #and(): Filter {
    let left = this.#unary();
    while (this.#take('and')) {
      const [a, b] = [left, this.#unary()];
      left = (place) => a(place) && b(place);
    }
    return left;
  }

  #unary(): Filter {
    if (this.#take('not')) {
      const inner = this.#unary();
      return (place) => !inner(place);
    }
    if (this.#take('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    return this.#take('startswith') || this.#take('startsWith') ? this.#startsWith() : this.#comparison();
  }

  #startsWith(): Filter {
    this.#expect('(');
    const property = this.#property();
    this.#expect(',');
    const start = this.#literal();
    this.#expect(')');
    if (typeof start !== 'string') throw badRequest('Invalid filter clause.');
    const prefix = start.toLowerCase();
    return (place) => {
      const value = property(place);
      return typeof value === 'string' && value.toLowerCase().startsWith(prefix);
    };
  }

  #comparison(): Filter {
    const property = this.#property();
    const operator = this.#tokens[this.#at++]?.value ?? '';
    const compare = Object.hasOwn(COMPARE, operator) ? COMPARE[operator] : undefined;
    if (compare === undefined) throw badRequest(`Invalid filter clause: '${operator}' is not supported.`);
    const value = this.#literal();
    return (place) => compare(property(place), value);
  }

  #property(): (place: Readonly<Record<string, unknown>>) => unknown {
    const name = this.#tokens[this.#at++]?.value ?? '';
    if (!this.#properties.has(name))
      throw badRequest(`Could not find a property named '${name}' in $filter.`);
    return (place) => place[name];
  }

  #literal(): unknown {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'text') return token.value;
    if (token?.kind === 'number') return Number(token.value);
    if (token?.kind === 'word' && token.value in LITERALS) return LITERALS[token.value];
    throw badRequest('Invalid filter clause: a value is expected.');
  }

  #take(value: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || token.value !== value) return false;
    this.#at += 1;
    return true;
  }

  #expect(value: string): void {
    if (!this.#take(value)) throw badRequest(`Invalid filter clause: '${value}' is expected.`);
  }
}

const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
