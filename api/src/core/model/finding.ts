import type { Words } from './sentence.ts';
/** A data problem with a place: returned, never thrown, always all at once. */
export interface Finding {
  /** Stable, kebab-case: `floor-unpublished`. */
  readonly code: string;
  readonly severity: 'info' | 'warning' | 'error';
  /** What is the matter, with the name of the place. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** `message` and `hint` with their values apart, for other languages. */
  readonly words?: Words | undefined;
  /** Source key of the building it is about, when an import holds several. */
  readonly building?: string | undefined;
  /** Source key of the place. */
  readonly key?: string | undefined;
  /** Where in the document: a JSON pointer, or `rooms.csv:12`. */
  readonly path?: string | undefined;
  /** Where on the floor: metres in the building's own frame. */
  readonly at?: [x: number, y: number] | undefined;
}
