/** What an element's style says: its own `style`, else the rules of style sheets, else its attributes. */
import type { INode } from 'svgson';

const MOST_RULES = 1000;
const LONGEST_SHEET = 200_000;

type Declarations = Readonly<Record<string, string>>;
interface Rule {
  readonly tag: string;
  readonly id: string;
  readonly classes: readonly string[];
  /** Ids count more than classes, classes more than tags, later rules more than earlier ones. */
  readonly weight: number;
  readonly declarations: Declarations;
}

/** Declarations that decide what is drawn, and where. */
const MATTERS = new Set(['display', 'visibility', 'transform', 'x', 'y', 'width', 'height', 'r', 'd']);

/** One element by its tag, classes and id; not by what is around it. */
const SIMPLE = /^(?:[A-Za-z][\w-]*|\*)?(?:[.#][\w-]+)*$/;

export class StyleSheets {
  /** By the last id, class or tag of their selector. */
  readonly #rules = new Map<string, Rule[]>();
  /** Selectors that were not understood and would decide what is drawn. */
  notUnderstood = 0;
  #count = 0;
  /** Elements of one kind mostly share their rules. */
  readonly #known = new Map<string, Rule[]>();

  add(sheet: string): void {
    if (sheet.length > LONGEST_SHEET) {
      this.notUnderstood += 1;
      return;
    }
    const plain = sheet.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, ' ').replace(/@[^;{}]*;/g, ' ');
    for (const { selectors, body } of topRules(plain)) {
      const declarations = declarationsOf(body);
      for (const selector of selectors.split(',')) this.#addRule(selector.trim(), declarations);
    }
  }

  /** @returns the value of a property; later and weightier ones win */
  of({ name, attributes }: INode): (property: string) => string | undefined {
    const own = attributes['style'] === undefined ? undefined : declarationsOf(attributes['style']);
    const rules = this.#count === 0 ? [] : this.#matching(name, attributes);
    return (property) => {
      if (own && Object.hasOwn(own, property)) return own[property];
      const rule = rules.find(({ declarations }) => Object.hasOwn(declarations, property));
      return rule ? rule.declarations[property] : attributes[property];
    };
  }

  #addRule(selector: string, declarations: Declarations): void {
    const parts = selector !== '' && SIMPLE.test(selector) ? selector.match(/[.#]?[\w-]+|\*/g) : undefined;
    if (!parts || this.#count >= MOST_RULES) {
      if (Object.keys(declarations).some((property) => MATTERS.has(property))) this.notUnderstood += 1;
      return;
    }
    const named = (sign: string): string[] => parts.filter((part) => part.startsWith(sign));
    const [ids, classes] = [named('#'), named('.')];
    const tag = /^[A-Za-z]/.test(selector) ? (parts[0] ?? '') : '';
    this.#count += 1;
    const weight = (ids.length * 100 + classes.length * 10 + (tag === '' ? 0 : 1)) * 10_000 + this.#count;
    const key = ids.at(-1) ?? classes.at(-1) ?? tag;
    const rules = this.#rules.get(key) ?? [];
    const [id, own] = [ids.at(-1)?.slice(1) ?? '', classes.map((one) => one.slice(1))];
    rules.push({ tag, id, classes: own, weight, declarations });
    this.#rules.set(key, rules);
  }

  #matching(name: string, attributes: Readonly<Record<string, string>>): Rule[] {
    const id = this.#rules.has(`#${attributes['id'] ?? ''}`) ? (attributes['id'] ?? '') : '';
    const kind = [name, id, attributes['class']].join(' ');
    const known = this.#known.get(kind);
    if (known) return known;
    const classes = new Set((attributes['class'] ?? '').split(/\s+/));
    const keys = [`#${id}`, ...[...classes].map((one) => `.${one}`), name, ''];
    const rules = keys
      .flatMap((key) => this.#rules.get(key) ?? [])
      .filter(
        (rule) =>
          (rule.tag === '' || rule.tag === name) &&
          (rule.id === '' || rule.id === id) &&
          rule.classes.every((one) => classes.has(one)),
      )
      .sort((a, b) => b.weight - a.weight);
    this.#known.set(kind, rules);
    return rules;
  }
}

/** Rules that stand in no block, such as `@media print { … }`. */
function topRules(sheet: string): { readonly selectors: string; readonly body: string }[] {
  const rules: { selectors: string; body: string }[] = [];
  let [depth, from, selectors] = [0, 0, ''];
  for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
    if (brace === '{') {
      if (depth === 0) [selectors, from] = [sheet.slice(from, index).trim(), index + 1];
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      if (!selectors.startsWith('@')) rules.push({ selectors, body: sheet.slice(from, index) });
      from = index + 1;
    }
  }
  return rules;
}

function declarationsOf(body: string): Declarations {
  const declarations: Record<string, string> = {};
  for (const part of body.split(';')) {
    const colon = part.indexOf(':');
    if (colon < 0) continue;
    const value = part.slice(colon + 1).replace(/!\s*important/i, '');
    declarations[part.slice(0, colon).trim().toLowerCase()] = value.trim();
  }
  return declarations;
}
