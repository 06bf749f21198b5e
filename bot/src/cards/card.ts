/** The few elements all cards are made of. Text goes into `TextRun`s only, which never read Markdown (C36). */
import { plain } from './plain.ts';

/** An Adaptive Card 1.5 as JSON. */
export type CardJson = Readonly<Record<string, unknown>>;
export type Element = Readonly<Record<string, unknown>>;
type Colour = 'default' | 'good' | 'warning' | 'attention' | 'accent';

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

export const heading = (text: string, color: Colour = 'default'): Element =>
  line(run(text, { weight: 'bolder', size: 'medium', color, max: 120 }));

/** `Label: value`, one under the other: fits a phone. */
export const fact = (label: string, value: string): Element =>
  line(run(`${label}:`, { isSubtle: true }), run(value));

export const section = (...items: readonly Element[]): Element => ({
  type: 'Container',
  separator: true,
  spacing: 'medium',
  items,
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
  fallbackText: plain(fallback, 300),
  body,
  ...(actions.length === 0 ? {} : { actions }),
});
