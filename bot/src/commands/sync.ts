import { approvalCard } from '../cards/approval-card.ts';
import { messageCard } from '../cards/message-card.ts';
import { progressCard } from '../cards/progress-card.ts';
import type { SyncAnswer } from '../bot-api.ts';
import { chooseBuilding } from './choose-building.ts';
import type { Asked } from './command.ts';

/** Plans afresh, then starts the run or asks an administrator for it. */
export async function sync(asked: Asked): Promise<void> {
  await asked.api.need(asked.person, 'Places.Operator');
  const buildingId = await chooseBuilding(asked, 'sync');
  if (buildingId === null) return;
  const answer = await asked.api.sync(asked.person, buildingId);
  switch (answer.kind) {
    case 'started': {
      const posted = await asked.reply(progressCard(answer.run, asked.links));
      await asked.api.follow(answer.run.runId, posted);
      return;
    }
    case 'nothing':
      await asked.reply(
        messageCard('Nothing to sync', `${answer.plan.building.name} is as its source says.`, {
          tone: 'good',
        }),
      );
      return;
    case 'approval':
      await askAdministrators(asked, answer.approval);
  }
}

/** The card goes to the administrators' channel; where that is elsewhere, the person is told. */
async function askAdministrators(
  { api, links, channelId, reply, post }: Asked,
  approval: Extract<SyncAnswer, { kind: 'approval' }>['approval'],
): Promise<void> {
  const made = approvalCard(approval, links);
  const target = await api.channel();
  if (target === null || target === channelId) {
    await api.approvalPosted(approval.approvalId, await reply(made));
    return;
  }
  await api.approvalPosted(approval.approvalId, await post(target, made));
  await reply(messageCard('An administrator was asked', approval.why));
}
