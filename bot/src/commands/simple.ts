import { buildingsCard } from '../cards/buildings-card.ts';
import { connectCard, helpCard } from '../cards/help-card.ts';
import type { Asked } from './command.ts';

export async function buildings({ api, person, links, reply }: Asked): Promise<void> {
  await reply(buildingsCard(await api.buildings(person), links));
}

export async function connect({ links, reply }: Asked): Promise<void> {
  await reply(connectCard(links));
}

export async function help({ links, reply }: Asked): Promise<void> {
  await reply(helpCard(links));
}
