import { card, heading, line, open, run, small, words, type CardJson } from './card.ts';
import type { Links } from './links.ts';

/** A run that is not finished, in one line. */
export interface StatusLine {
  readonly runId: string;
  readonly buildingName: string;
  readonly state: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly requestedBy: string;
}

const SHOWN = 10;

/** What is running now. */
export const statusCard = (runs: readonly StatusLine[], links: Links): CardJson =>
  card(
    runs.length === 0 ? 'Nothing is running.' : `${runs.length} running.`,
    [
      heading(runs.length === 0 ? 'Nothing is running' : 'Running now'),
      ...(runs.length === 0 ? [words('Say "sync" and the name of a building to start one.')] : []),
      ...runs
        .slice(0, SHOWN)
        .map(({ buildingName, state, progress, requestedBy }) =>
          line(
            run(buildingName, { weight: 'bolder', max: 80 }),
            run(`  ${state}, ${progress.done} of ${progress.total}, asked by ${requestedBy}`),
          ),
        ),
      ...(runs.length > SHOWN ? [small(`${runs.length - SHOWN} more in the tab.`)] : []),
    ],
    [open('Open Places Sync', links.tab())],
  );
