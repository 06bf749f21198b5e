import { codeBlock, plain, section } from './markdown.ts';
import type { Failure, Report } from './report.ts';

/** The report as a page to keep or to send on. */
export function reportMarkdown(report: Report): string {
  const { summary, map } = report;
  return [
    `# Sync of ${plain(report.building.name)} with Microsoft Places`,
    '',
    `- Result: ${report.state}${report.stateReason === undefined ? '' : ` (${plain(report.stateReason)})`}`,
    `- Started: ${report.startedAt ?? 'not started'}`,
    `- Completed: ${report.completedAt ?? 'not completed'}`,
    `- Requested by: ${plain(report.requestedBy)}, acting as ${plain(report.actingAs)}`,
    `- Run: ${report.runId}, plan: ${report.planId}`,
    `- Map: ${map.state}. ${plain(map.message)}`,
    '',
    '| Created | Updated | Adopted | Moved | Removed | Skipped | Failed | Unknown |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|',
    `| ${summary.created} | ${summary.updated} | ${summary.adopted} | ${summary.moved} | ${summary.removed} | ${summary.skipped} | ${summary.failed} | ${summary.unknown} |`,
    ...mapLines(map),
    ...section('Failures', report.failures.flatMap(failureLines)),
    ...section(
      'Warnings',
      report.warnings.map(
        ({ message, hint }) => `- ${plain(message)}${hint === undefined ? '' : ` ${plain(hint)}`}`,
      ),
    ),
    ...section(
      'To do by hand',
      report.handovers.flatMap(({ why, command }) => [plain(why), '', codeBlock(command), '']),
    ),
    ...section(
      'When it will be visible',
      report.propagation.map(({ what, expectedBy }) => `- ${what} Expected by ${expectedBy}.`),
    ),
    '',
  ].join('\n');
}

function mapLines({ floors = [], until }: Report['map']): string[] {
  const late = until === undefined ? '' : `Waiting is normal until ${until}.`;
  return section('Floor map', [
    ...(floors.length === 0 ? [] : ['| Floor | State | Linked with their places |', '|---|---|---:|']),
    ...floors.map(
      ({ name, state, correlated, places }) => `| ${plain(name)} | ${state} | ${correlated} of ${places} |`,
    ),
    ...(late === '' ? [] : ['', late]),
  ]);
}

function failureLines({ type, name, action, error, advice }: Failure): string[] {
  const status = error.status === null ? 'no answer' : `HTTP ${error.status}`;
  const id = error.requestId === null ? '' : `, request-id ${plain(error.requestId)}`;
  return [
    `- **${plain(name)}** (${type}, ${action}): ${plain(error.message)} (${status}, ${plain(error.code)}${id})`,
    ...(advice === undefined ? [] : [`  ${advice}`]),
  ];
}
