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

/** With Microsoft's own words, quoted as they are, and the id under which its support finds the request. */
export function callFailed(
  call: MapCall,
  { message, requestId }: { readonly message: string; readonly requestId: string | null },
): Sentence {
  return FAILED[call]({ text: requestId === null ? message : `${message} (request-id ${requestId})` });
}

/** Two sentences, one after the other. */
export const andThen = (first: Sentence, then: Sentence): Sentence => say`${{ first }} ${{ then }}`;
