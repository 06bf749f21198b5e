import { messageCard } from '../cards/message-card.ts';
import { pickerCard } from '../cards/picker-card.ts';
import type { Asked } from './command.ts';

/** The building that was meant, or null after the person was asked which one. */
export async function chooseBuilding(
  { api, person, words, ids, reply }: Asked,
  verb: 'sync' | 'preview' | 'report',
): Promise<string | null> {
  if (ids.buildingId !== undefined) return ids.buildingId;
  const match = await api.findBuilding(person, words);
  // A guess is good enough to look, not to change anything.
  if (match.kind === 'one' && !(verb === 'sync' && match.isGuess)) return match.building.id;
  if (match.kind === 'one') {
    await reply(pickerCard(verb, words, [match.building]));
    return null;
  }
  if (match.buildings.length === 0) {
    await reply(messageCard('No buildings yet', 'An administrator uploads the first one in the tab.'));
  } else {
    await reply(pickerCard(verb, words, match.buildings, match.kind === 'none'));
  }
  return null;
}
