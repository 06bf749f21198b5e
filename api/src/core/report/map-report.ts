/** What a report says about the floor map. */
import { say, type Sentence, type Words } from '../model/sentence.ts';

/** One floor of an uploaded map. */
export interface MapFloorReport {
  readonly key: string;
  readonly name: string;
  /** `pending`: Microsoft does not show it, or not completely. */
  readonly state: 'uploaded' | 'pending';
  /** Shapes that are linked with their places, of those that stand for one. */
  readonly correlated: number;
  readonly places: number;
}

export interface MapReport {
  readonly state: string;
  /** All of it in sentences. */
  readonly message: string;
  /** The same without the floors and times that stand beside it; missing when that would be all of `message`. */
  readonly done?: string | undefined;
  /** `message` and `done` with their values apart. */
  readonly words?: Words | undefined;
  /** Missing when the run uploaded no map. */
  readonly floors?: readonly MapFloorReport[] | undefined;
  /** Until when it is normal that it is not shown completely, RFC 3339; only while `pending`. */
  readonly until?: string | undefined;
}

/** One floor in a sentence. */
export const floorSentence = ({ name, state, correlated, places }: MapFloorReport): Sentence =>
  state === 'uploaded'
    ? say`${{ name }}: uploaded, ${{ correlated }} of ${{ places }} linked with their places;`
    : say`${{ name }}: pending, ${{ correlated }} of ${{ places }} linked with their places;`;
