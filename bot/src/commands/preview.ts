import { previewCard } from '../cards/preview-card.ts';
import { chooseBuilding } from './choose-building.ts';
import type { Asked } from './command.ts';

/** Shows what a sync would do. */
export async function preview(asked: Asked): Promise<void> {
  await asked.api.need(asked.person, 'Places.Operator');
  const buildingId = await chooseBuilding(asked, 'preview');
  if (buildingId === null) return;
  await asked.reply(previewCard(await asked.api.preview(asked.person, buildingId), asked.links));
}
