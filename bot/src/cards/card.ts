/** The few elements all cards are made of. Text goes into `TextRun`s only, which never read Markdown (C36). */
import { plain } from './plain.ts';

/** An Adaptive Card 1.5 as JSON. */
export type CardJson = Readonly<Record<string, unknown>>;
export type Element = Readonly<Record<string, unknown>>;
type Colour = 'default' | 'good' | 'warning' | 'attention' | 'accent';
/** Grounds that every client draws in the colours of its theme. */
export type Tint = 'emphasis' | 'good' | 'warning' | 'attention' | 'accent';

interface RunStyle {
  readonly color?: Colour;
  readonly weight?: 'bolder';
  readonly size?: 'small' | 'medium' | 'large';
  readonly isSubtle?: boolean;
  readonly fontType?: 'monospace';
  readonly max?: number;
}

/** A piece of text; from wherever it comes, it is made harmless here. */
export const run = (text: string, { max = 160, ...style }: RunStyle = {}): Element => ({
  type: 'TextRun',
  text: plain(text, max) || '–',
  ...style,
});

const GAP: Element = { type: 'TextRun', text: ' ' };

/** One paragraph; TextRuns do not add spaces between each other by themselves. */
export const line = (...inlines: readonly Element[]): Element => ({
  type: 'RichTextBlock',
  inlines: inlines.flatMap((inline, index) => (index === 0 ? [inline] : [GAP, inline])),
});
export const words = (text: string, style: RunStyle = {}): Element => line(run(text, { max: 400, ...style }));
export const small = (text: string): Element => words(text, { size: 'small', isSubtle: true });

export const heading = (text: string): Element =>
  line(run(text, { weight: 'bolder', size: 'medium', max: 120 }));

/** The heading on a tinted strip over the whole width; what it means is in its words, never in the tint alone. */
export const banner = (text: string, style: Tint): Element => ({
  type: 'Container',
  style,
  bleed: true,
  items: [heading(text)],
});

/** `Label: value`, one under the other: fits a phone. */
export const fact = (label: string, value: string): Element =>
  line(run(`${label}:`, { isSubtle: true }), run(value));

/** Moves an element closer to the one above it. */
export const close = (element: Element): Element => ({ ...element, spacing: 'small' });

/** Things that belong together, close to each other. */
export const group = (...items: readonly Element[]): Element => ({
  type: 'Container',
  items: items.map((item, index) => (index === 0 ? item : close(item))),
});

export const section = (...items: readonly Element[]): Element => ({
  ...group(...items),
  separator: true,
  spacing: 'medium',
});

/** A section on a tinted ground. */
export const tinted = (style: Tint, ...items: readonly Element[]): Element => ({ ...group(...items), style });

/** A number with its name under it. */
export interface Tile {
  readonly value: string;
  readonly label: string;
  readonly color?: Colour;
}

const TILES_IN_A_ROW = 4;

/** Numbers beside each other; four in a row still fit a phone. */
export function tiles(all: readonly Tile[]): Element[] {
  const rows = Math.ceil(all.length / TILES_IN_A_ROW);
  const inRow = Math.ceil(all.length / rows);
  return Array.from({ length: rows }, (_, row) => ({
    type: 'ColumnSet',
    spacing: 'medium',
    columns: Array.from({ length: inRow }, (_empty, column) => tileColumn(all[row * inRow + column])),
  }));
}

const tileColumn = (tile: Tile | undefined): Element => ({
  type: 'Column',
  width: 'stretch',
  spacing: 'small',
  items:
    tile === undefined
      ? []
      : [
          line(run(tile.value, { size: 'large', weight: 'bolder', color: tile.color ?? 'default' })),
          { ...small(tile.label), spacing: 'none' },
        ],
});

/** A button that asks the bot; `data` holds ids only (C15). */
export const ask = (
  title: string,
  verb: string,
  data: Readonly<Record<string, string>>,
  style: 'default' | 'positive' | 'destructive' = 'default',
): Element => ({ type: 'Action.Execute', title: plain(title, 40), verb, data, style });

/** A button that opens a page of ours. */
export const open = (title: string, url: string): Element => ({
  type: 'Action.OpenUrl',
  title: plain(title, 40),
  url,
});

/** @param fallback what a client without cards says */
export const card = (
  fallback: string,
  body: readonly Element[],
  actions: readonly Element[] = [],
): CardJson => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: plain(fallback, 300) || 'Places Sync',
  body,
  ...(actions.length === 0 ? {} : { actions }),
});
