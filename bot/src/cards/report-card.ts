import {
  ask,
  banner,
  card,
  fact,
  group,
  line,
  open,
  run,
  section,
  small,
  tiles,
  words,
  type CardJson,
  type Element,
} from './card.ts';
import {
  countsInWords,
  countTiles,
  durationInWords,
  grouped,
  handoversInWords,
  timeInWords,
  type Counts,
} from './counts.ts';
import type { Links } from './links.ts';
import { plain } from './plain.ts';

/** What the card of a finished run tells. */
export interface ReportCardData {
  readonly runId: string;
  readonly building: { readonly id: string; readonly name: string };
  readonly state: string;
  readonly stateReason?: string | undefined;
  readonly requestedBy: string;
  readonly actingAs: string;
  readonly startedAt?: string | undefined;
  readonly completedAt?: string | undefined;
  readonly summary: Counts;
  readonly failures: readonly {
    readonly name: string;
    readonly type: string;
    readonly error: { readonly status: number | null; readonly code: string; readonly message: string };
    readonly advice?: string | undefined;
  }[];
  readonly warnings: readonly { readonly message: string }[];
  /** What only an administrator can do; the commands stand in the report. */
  readonly handovers?: readonly unknown[] | undefined;
  readonly map?: {
    readonly state: string;
    readonly message: string;
    readonly floors?:
      readonly { readonly state: string; readonly correlated: number; readonly places: number }[] | undefined;
    readonly until?: string | undefined;
  };
  readonly propagation: readonly { readonly what: string; readonly expectedBy: string }[];
}

/** Teams takes about 28 KB; half of it in UTF-16 units leaves room for what Teams adds (F62). */
export const CARD_BUDGET = 13_000;
/** The same in bytes on the way: a Chinese letter is one unit, and three bytes. */
export const CARD_BYTES = 26_000;
const SHOWN_FAILURES = 5;
const SHOWN_WARNINGS = 3;

const OUTCOMES: Record<string, { words: string; colour: 'good' | 'warning' | 'attention' }> = {
  done: { words: 'Synced', colour: 'good' },
  doneWithFailures: { words: 'Synced with failures', colour: 'warning' },
  failed: { words: 'Sync failed', colour: 'attention' },
  cancelled: { words: 'Sync cancelled', colour: 'warning' },
};
const outcomeOf = (state: string) =>
  OUTCOMES[state] ?? { words: `Sync ${state}`, colour: 'warning' as const };

/** The report of a run for the channel: under {@link CARD_BUDGET} however many failures there are. */
export function reportCard(report: ReportCardData, links: Links): CardJson {
  for (let shown = SHOWN_FAILURES; shown > 0; shown = Math.floor(shown / 2)) {
    const made = build(report, links, shown);
    const json = JSON.stringify(made);
    if (json.length <= CARD_BUDGET && Buffer.byteLength(json) <= CARD_BYTES) return made;
  }
  return build(report, links, 0);
}

/** The same in one line, for notifications and for when a card is refused. */
export function reportText({ building, state, summary, runId }: ReportCardData): string {
  // However long the name is: what happened, and which run it was, are still said after it.
  return `${outcomeOf(state).words}: ${plain(building.name)}. ${countsInWords(summary)}. Run ${runId}.`;
}

function build(report: ReportCardData, links: Links, shown: number): CardJson {
  const { building, runId, summary, failures } = report;
  const outcome = outcomeOf(report.state);
  const canRetry = summary.failed + summary.unknown > 0 || report.map?.state === 'failed';
  const actions = [
    open('Open report', links.run(runId)),
    ...(canRetry ? [ask('Retry failed', 'retry', { runId })] : []),
    ask('Preview again', 'preview', { buildingId: building.id }),
  ];
  const body = [
    banner(`${outcome.words}: ${building.name}`, outcome.colour),
    ...countElements(summary),
    ...(report.stateReason === undefined ? [] : [words(report.stateReason, { max: 240 })]),
    group(
      fact('Took', durationInWords(report.startedAt, report.completedAt)),
      fact('Asked by', report.requestedBy),
      fact('Acting as', report.actingAs),
      ...mapFact(report.map),
      ...visibility(report.propagation),
      ...byHand(report.handovers ?? []),
    ),
    ...(report.map?.state === 'failed' ? [words(report.map.message, { max: 300 })] : []),
    ...failureSection(failures, shown),
    ...warningSection(report.warnings),
    small(`Run ${runId}`),
  ];
  return card(reportText(report), body, actions);
}

/** What became of the floor map; nothing when the run had none to upload. */
function mapFact(map: ReportCardData['map']): Element[] {
  const { floors = [], until } = map ?? {};
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const linked = `${grouped(sum(floors.map(({ correlated }) => correlated)))} of ${grouped(sum(floors.map(({ places }) => places)))} linked`;
  switch (map?.state) {
    case 'uploaded':
      return [fact('Floor map', floors.length === 0 ? 'uploaded' : `uploaded, ${linked}`)];
    case 'pending':
      return [fact('Floor map', until === undefined ? 'pending' : `pending until ${timeInWords(until)}`)];
    case 'failed':
      return [fact('Floor map', 'failed')];
    case 'kept':
      return [fact('Floor map', 'left as it is: somebody else uploaded it')];
    default:
      return [];
  }
}

function countElements(counts: Counts): Element[] {
  const numbers = countTiles(counts);
  return numbers.length === 0 ? [words(countsInWords(counts))] : tiles(numbers);
}

function failureSection(failures: ReportCardData['failures'], shown: number): Element[] {
  if (failures.length === 0) return [];
  const rows = failures
    .slice(0, shown)
    .flatMap(({ name, type, error, advice }) => [
      line(
        run(name, { weight: 'bolder', max: 80 }),
        run(`(${type}):`, { isSubtle: true }),
        run(`${error.status ?? 'no answer'} ${error.code}: ${error.message}`, { max: 200 }),
      ),
      ...(advice === undefined ? [] : [small(advice)]),
    ]);
  const more = failures.length - Math.min(shown, failures.length);
  return [
    section(
      words(`${grouped(failures.length)} failed`, { weight: 'bolder', color: 'attention' }),
      ...rows,
      ...(more > 0 ? [small(`${grouped(more)} more in the full report.`)] : []),
    ),
  ];
}

function warningSection(warnings: ReportCardData['warnings']): Element[] {
  if (warnings.length === 0) return [];
  const more = warnings.length - SHOWN_WARNINGS;
  return [
    section(
      words(warnings.length === 1 ? '1 warning' : `${grouped(warnings.length)} warnings`, {
        weight: 'bolder',
        color: 'warning',
      }),
      ...warnings.slice(0, SHOWN_WARNINGS).map(({ message }) => small(message)),
      ...(more > 0 ? [small(`${grouped(more)} more in the full report.`)] : []),
    ),
  ];
}

/** Without this line a card would call done what still waits for somebody. */
const byHand = (handovers: readonly unknown[]): Element[] =>
  handovers.length === 0 ? [] : [fact('To be done by hand', handoversInWords(handovers.length))];

/** Until when it is normal that a change does not show: the latest one counts (graph-places.md section 8). */
function visibility(propagation: ReportCardData['propagation']): Element[] {
  const last = propagation.reduce(
    (latest, { expectedBy }) => (expectedBy > latest ? expectedBy : latest),
    '',
  );
  return last === '' ? [] : [fact('Visible everywhere by', timeInWords(last))];
}
