/** What a person reads of the map calls that Microsoft refused. */
import { say, type Sentence } from '../model/sentence.ts';

/** One thing that is asked of Microsoft about a map. */
export type MapCall = 'check' | 'upload' | 'delete' | 'read' | 'link' | 'change' | 'remove';

const FAILED: Readonly<Record<MapCall, (said: Sentence) => Sentence>> = {
  check: (said) => say`Checking the map failed: ${{ said }}`,
  upload: (said) => say`Uploading the map failed: ${{ said }}`,
  delete: (said) => say`Deleting the old map failed: ${{ said }}`,
  read: (said) => say`Reading the map failed: ${{ said }}`,
  link: (said) => say`Linking a shape of the map with its place failed: ${{ said }}`,
  change: (said) => say`Changing a shape of the map failed: ${{ said }}`,
  remove: (said) => say`Removing a shape of the map failed: ${{ said }}`,
};

/** What helps, where the status says it and Microsoft's words may not. */
const ADVICE: Readonly<Partial<Record<number, Sentence>>> = {
  403: say`The connected account may not do this. Give it the role Exchange Administrator directly (not through a group) and allow some minutes before retrying.`,
  413: say`The map is too large for Microsoft: leave furniture and other details out of the drawing.`,
};

interface Said {
  readonly status: number | null;
  readonly message: string;
  readonly requestId: string | null;
}

/** With Microsoft's own words, quoted as they are, and the id under which its support finds the request. */
export function callFailed(call: MapCall, { status, message, requestId }: Said): Sentence {
  const text = requestId === null ? message : `${message} (request-id ${requestId})`;
  const advice = status === null ? undefined : ADVICE[status];
  return advice === undefined ? FAILED[call]({ text }) : andThen(FAILED[call]({ text }), advice);
}

/** Two sentences, one after the other. */
export const andThen = (first: Sentence, then: Sentence): Sentence => say`${{ first }} ${{ then }}`;
