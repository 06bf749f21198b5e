import { ask, banner, card, close, fact, open, words, type CardJson } from './card.ts';
import { countsInWords, type Counts } from './counts.ts';
import type { Links } from './links.ts';

/** A run as it stands. */
export interface ProgressCardData {
  readonly runId: string;
  readonly buildingName: string;
  readonly state: string;
  readonly requestedBy: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly counts: Counts;
}

const STATES: Record<string, string> = {
  queued: 'Waiting to start',
  running: 'Syncing',
  paused: 'Paused',
  held: 'Waiting for a person',
  cancelling: 'Stopping',
  done: 'Synced',
  doneWithFailures: 'Synced with failures',
  failed: 'Sync failed',
  cancelled: 'Sync cancelled',
};
/** The state of a run as a person says it. */
export const stateInWords = (state: string): string => STATES[state] ?? state;

const RUNNING = new Set(['queued', 'running', 'paused', 'held', 'cancelling']);

/**
 * One message that is changed while the run goes on, and says how it ended.
 *
 * @param how `still`: a copy that somebody shares, without a button that stops it
 */
export function progressCard(run: ProgressCardData, links: Links, how: 'live' | 'still' = 'live'): CardJson {
  const state = stateInWords(run.state);
  const { done, total } = run.progress;
  const going = RUNNING.has(run.state);
  return card(
    `${state}: ${run.buildingName}`,
    [
      banner(`${state}: ${run.buildingName}`, going ? 'accent' : run.state === 'done' ? 'good' : 'warning'),
      words(going ? `${barOf(done, total)} ${done} of ${total}` : countsInWords(run.counts)),
      close(fact('Asked by', run.requestedBy)),
    ],
    [
      open(going ? 'Open run' : 'Open report', links.run(run.runId)),
      ...(how === 'live' && going && run.state !== 'cancelling'
        ? [ask('Cancel', 'cancel', { runId: run.runId })]
        : []),
    ],
  );
}

/** Ten boxes: readable in every theme and by a screen reader. */
function barOf(done: number, total: number): string {
  const full = total === 0 ? 0 : Math.floor((10 * done) / total);
  return '■'.repeat(full) + '□'.repeat(10 - full);
}
