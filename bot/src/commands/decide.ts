import { approvalCard } from '../cards/approval-card.ts';
import { progressCard } from '../cards/progress-card.ts';
import type { Asked, Command } from './command.ts';
import { Refusal } from '../bot-api.ts';

/** An administrator's answer to an approval card; the card changes for everyone. */
const decide =
  (decision: 'approved' | 'rejected'): Command =>
  async ({ api, person, ids, links, reply, update }: Asked) => {
    if (ids.approvalId === undefined) throw new Refusal('no-such-approval', 'This card is not one of ours.');
    const { approval, posted, run } = await api.decide(person, ids.approvalId, decision);
    if (posted) await update(posted, approvalCard(approval, links));
    if (run) await api.follow(run.runId, await reply(progressCard(run, links)));
  };

export const approve = decide('approved');
export const reject = decide('rejected');
