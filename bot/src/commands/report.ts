import { messageCard } from '../cards/message-card.ts';
import { reportCard } from '../cards/report-card.ts';
import { chooseBuilding } from './choose-building.ts';
import type { Asked } from './command.ts';

/** The newest report; with a name, that of one building. */
export async function report(asked: Asked): Promise<void> {
  const named = asked.words !== '' || asked.ids.buildingId !== undefined;
  const buildingId = named ? await chooseBuilding(asked, 'report') : null;
  if (named && buildingId === null) return;
  const found = await asked.api.report(asked.person, buildingId);
  await asked.reply(
    found === null
      ? messageCard('No report yet', 'No sync has ended so far.')
      : reportCard(found, asked.links),
  );
}
