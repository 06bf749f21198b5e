import { card, group, heading, line, open, run, small, words, type CardJson, type Element } from './card.ts';
import type { Links } from './links.ts';
import { stateInWords } from './progress-card.ts';

/** A run that is not finished, in one line. */
export interface StatusLine {
  readonly runId: string;
  readonly buildingName: string;
  readonly state: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly requestedBy: string;
}

const SHOWN = 10;

const runLine = ({ buildingName, state, progress, requestedBy }: StatusLine): Element =>
  line(
    run(buildingName, { weight: 'bolder', max: 80 }),
    run(`· ${stateInWords(state)}, ${progress.done} of ${progress.total}, asked by ${requestedBy}`),
  );

/** What is running now. */
export const statusCard = (runs: readonly StatusLine[], links: Links): CardJson =>
  card(
    runs.length === 0 ? 'Nothing is running.' : `${runs.length} running.`,
    [
      heading(runs.length === 0 ? 'Nothing is running' : 'Running now'),
      ...(runs.length === 0 ? [words('Say "sync" and the name of a building to start one.')] : []),
      group(...runs.slice(0, SHOWN).map(runLine)),
      ...(runs.length > SHOWN ? [small(`${runs.length - SHOWN} more in the tab.`)] : []),
    ],
    [open('Open Places Sync', links.tab())],
  );
