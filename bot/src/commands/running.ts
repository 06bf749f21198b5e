import { progressCard } from '../cards/progress-card.ts';
import { statusCard } from '../cards/status-card.ts';
import type { Asked } from './command.ts';

/** What is running now. */
export async function status({ api, person, links, reply }: Asked): Promise<void> {
  await reply(statusCard(await api.running(person), links));
}

/** Repeats the failed items of the run of the button, or of the newest run. */
export async function retry({ api, person, ids, links, reply }: Asked): Promise<void> {
  const run = await api.retry(person, ids.runId ?? null);
  await api.follow(run.runId, await reply(progressCard(run, links)));
}

/** Stops the run of the button, or the one that is running. */
export async function cancel({ api, person, ids, links, reply }: Asked): Promise<void> {
  await reply(progressCard(await api.cancel(person, ids.runId ?? null), links));
}
