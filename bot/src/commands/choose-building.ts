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
  if (match.kind === 'one') return match.building.id;
  if (match.buildings.length === 0) {
    await reply(messageCard('No buildings yet', 'Import a source in the tab first.'));
  } else {
    await reply(pickerCard(verb, words, match.buildings));
  }
  return null;
}
