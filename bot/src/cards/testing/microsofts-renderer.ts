/**
 * Microsoft's own card library as a judge. No package on npm holds the published JSON Schema of 1.5 (the card designer's
 * is that of 1.0), so the library's own table of properties and versions is asked instead: it knows every property of
 * every element and since which version it is there. Needs the DOM of jsdom.
 */
import { createRequire } from 'node:module';
import type { CardJson } from '../card.ts';

/** The parts of the library that are used; its own types need those of a browser. */
interface Property {
  readonly name: string;
}
interface Parsed {
  getSchema(): { getCount(): number; getItemAt(index: number): Property };
}
interface Serializable {
  readonly prototype: { internalParse: (this: Parsed, source: object | undefined, context: Events) => void };
}
interface Events {
  readonly eventCount: number;
  getEventAt(index: number): { readonly message: string };
}
interface Drawn {
  readonly textContent: string;
  querySelectorAll(selector: string): { readonly length: number };
}
interface Library {
  readonly AdaptiveCard: {
    new (): {
      parse(json: CardJson, context?: Events): void;
      validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
      render(): Drawn | undefined;
    };
    onProcessMarkdown: ((text: string, result: { didProcess: boolean }) => void) | null;
  };
  readonly SerializableObject: Serializable;
  readonly SerializationContext: new (version: unknown) => Events;
  readonly Versions: { readonly v1_5: unknown };
}

const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Library;
const { AdaptiveCard, SerializableObject, SerializationContext, Versions } = library;

// jsdom lays nothing out and so knows no innerText, which the library writes to.
const { prototype } = (globalThis as unknown as { HTMLElement: { prototype: object } }).HTMLElement;
Object.defineProperty(prototype, 'innerText', {
  set(this: { textContent: string }, text: string) {
    this.textContent = text;
  },
});

/** Texts in which a client would read Markdown, since the module was loaded. */
export const markdownTexts: string[] = [];
AdaptiveCard.onProcessMarkdown = (text) => void markdownTexts.push(text);

/** Lists of children, which the library reads by hand and not by its table. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['body', 'actions'],
  Container: ['items'],
  ColumnSet: ['columns'],
  Column: ['items'],
  RichTextBlock: ['inlines'],
  ActionSet: ['actions'],
};
/** Properties that the library does not know on that element: it would pass over them without a word. */
let strangers: string[] = [];
const { internalParse } = SerializableObject.prototype;
SerializableObject.prototype.internalParse = function (source, context) {
  const table = this.getSchema();
  const known = new Set(Array.from({ length: table.getCount() }, (_, index) => table.getItemAt(index).name));
  const of = (source as { type?: string } | undefined)?.type ?? 'object';
  for (const name of Object.keys(source ?? {}))
    if (!known.has(name) && !CHILDREN[of]?.includes(name)) strangers.push(`${of} has no property "${name}"`);
  internalParse.call(this, source, context);
};

/** Everything there is to say against a card as an Adaptive Card 1.5; empty when there is nothing. */
export function complaintsAbout(json: CardJson): string[] {
  strangers = [];
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(json, context);
  return [
    ...(json['version'] === '1.5' ? [] : ['The version is not 1.5.']),
    ...Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message),
    ...card.validateProperties().validationEvents.map(({ message }) => message),
    ...strangers,
  ];
}

/** The card as a client draws it. @throws Error when it draws nothing */
export function draw(json: CardJson): Drawn {
  const card = new AdaptiveCard();
  card.parse(json);
  const drawn = card.render();
  if (drawn === undefined) throw new Error('The library drew nothing.');
  return drawn;
}
