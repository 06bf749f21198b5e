/** `apply`: plan, ask, start, follow, report. */
import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import type { Plan, Report, Run } from '../../contract/index.ts';
import type { ApiClient } from './api-client.ts';
import { EXIT } from './exit-codes.ts';
import { planLines } from './plan-text.ts';
import type { Terminal } from './terminal.ts';

export interface ApplyOptions {
  readonly plan?: string;
  readonly yes?: boolean;
  readonly release?: string[];
  readonly json?: boolean;
}

const ENDED: ReadonlySet<Run['state']> = new Set([
  'done',
  'doneWithFailures',
  'failed',
  'cancelled',
  'paused',
  'held',
]);

/** true when a run of the plan would change anything. */
export const hasChanges = ({ summary, map }: Plan): boolean =>
  map.action === 'upload' ||
  (['create', 'update', 'rename', 'move', 'adopt', 'remove', 'forget'] as const).some(
    (action) => (summary[action] ?? 0) > 0,
  );

export async function apply(
  api: ApiClient,
  terminal: Terminal,
  buildingId: string,
  options: ApplyOptions,
): Promise<number> {
  const plan = options.plan
    ? await api.json<Plan>('GET', `/api/plans/${encodeURIComponent(options.plan)}`)
    : await api.json<Plan>('POST', `/api/buildings/${encodeURIComponent(buildingId)}/plans`);
  if (!options.json) terminal.lines(planLines(plan));
  if (!plan.complete)
    return terminal.fail('Microsoft Places could not be read completely; nothing was sent.');
  const release = options.release ?? [];
  const held = plan.guards.filter((guard) => guard.tripped && !release.includes(guard.code));
  if (held.length > 0) {
    if (options.json) terminal.json(plan);
    else
      terminal.lines([
        `Held. Look at it, then release it with: ${held.map((guard) => `--release ${guard.code}`).join(' ')}`,
      ]);
    return EXIT.held;
  }
  const replacesMap = plan.map.release !== undefined && release.includes(plan.map.release);
  if (!hasChanges(plan) && !replacesMap) {
    if (options.json) terminal.json(plan);
    return EXIT.done;
  }
  if (!options.yes && !(await terminal.confirm('Carry out exactly this plan?')))
    return terminal.fail('Nothing was sent. Say --yes to start.');
  const run = await api.json<Run>('POST', `/api/plans/${plan.id}/runs`, { release });
  const ended = await follow(api, terminal, run, options.json ?? false);
  return conclude(api, terminal, ended, options.json ?? false);
}

async function follow(api: ApiClient, terminal: Terminal, run: Run, quiet: boolean): Promise<Run> {
  const bar =
    terminal.isTty && !quiet
      ? new SingleBar({ format: '{bar} {value}/{total} {state}', hideCursor: true })
      : null;
  bar?.start(Math.max(run.progress.total, 1), run.progress.done, { state: run.state });
  const stream = await api.raw(`/api/runs/${run.id}/events`, { Accept: 'text/event-stream' });
  for await (const _chunk of stream.body ?? []) {
    const last = await api.json<Run>('GET', `/api/runs/${run.id}`);
    bar?.update(last.progress.done, { state: last.state });
    if (!bar && !quiet) terminal.note(`${last.state} ${last.progress.done}/${last.progress.total}`);
    if (ENDED.has(last.state)) break;
  }
  bar?.stop();
  return api.json<Run>('GET', `/api/runs/${run.id}`);
}

async function conclude(api: ApiClient, terminal: Terminal, run: Run, json: boolean): Promise<number> {
  if (run.state === 'paused' || run.state === 'held') {
    if (json) terminal.json(run);
    else terminal.lines([pc.yellow(`${run.state}: ${run.stateReason ?? ''}`)]);
    return run.state === 'held' ? EXIT.held : EXIT.error;
  }
  const report = await api.json<Report>('GET', `/api/runs/${run.id}/report`);
  if (json) terminal.json(report);
  else terminal.lines(reportLines(report));
  if (run.state === 'done') return EXIT.done;
  return run.state === 'doneWithFailures' ? EXIT.pending : EXIT.error;
}

/** The short account; `places-sync report` gives all of it. */
export function reportLines(report: Report): string[] {
  const counts = Object.entries(report.summary).filter(([, count]) => count > 0);
  return [
    `${report.state === 'done' ? pc.green('done') : pc.yellow(report.state)}: ${counts.map(([what, count]) => `${count} ${what}`).join(', ') || 'nothing changed'}`,
    ...report.failures.map(
      ({ type, name, error }) =>
        `${pc.red('failed')} ${type} ${name}: ${error.message} (${error.code}, request ${error.requestId ?? 'none'})`,
    ),
    ...report.warnings.map((warning) => `${pc.yellow('warning')} ${warning.message}`),
    ...report.handovers.flatMap(({ why, command }) => [`${pc.magenta('by hand')} ${why}`, `    ${command}`]),
    ...report.propagation.map(({ what, expectedBy }) => pc.gray(`${what}: visible by ${expectedBy}`)),
  ];
}
