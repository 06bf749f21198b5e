/** A plan as a coloured tree; without colours it is plain lines for a pipe. */
import pc from 'picocolors';
import type { Action, Plan, PlanNode } from '../../contract/index.ts';

const LOOK: Record<Action, { sign: string; paint: (text: string) => string }> = {
  create: { sign: '+', paint: pc.green },
  adopt: { sign: '&', paint: pc.cyan },
  update: { sign: '~', paint: pc.yellow },
  rename: { sign: '~', paint: pc.yellow },
  move: { sign: '>', paint: pc.yellow },
  remove: { sign: '-', paint: pc.red },
  handover: { sign: '!', paint: pc.magenta },
  failedRead: { sign: '?', paint: pc.red },
  forget: { sign: 'x', paint: pc.gray },
  keep: { sign: '=', paint: pc.gray },
  skip: { sign: ' ', paint: pc.gray },
};

const QUIET: ReadonlySet<Action> = new Set(['skip', 'keep']);

/** The lines of a plan: what changes and the way to it, guards, findings, and the sum. */
export function planLines(plan: Plan): string[] {
  return [
    ...nodeLines(plan.tree, 0),
    '',
    ...plan.guards
      .filter((guard) => guard.tripped)
      .map((guard) => pc.red(`held by guard ${guard.code}: ${guard.message}`)),
    ...plan.findings
      .filter((finding) => finding.severity !== 'info')
      .map(
        (finding) =>
          `${finding.severity === 'error' ? pc.red('error') : pc.yellow('warning')} ${finding.message}`,
      ),
    summaryLine(plan),
    mapLine(plan),
  ];
}

/** "12 create, 3 update, 40 skip" without the zeros. */
export function summaryLine({ summary, unmanaged }: Plan): string {
  const counts = Object.entries(summary).filter(([, count]) => count > 0);
  const text = counts.map(([action, count]) => LOOK[action as Action].paint(`${count} ${action}`)).join(', ');
  return `${text || 'nothing to do'}${unmanaged > 0 ? pc.gray(` (${unmanaged} here are not ours and stay untouched)`) : ''}`;
}

const mapLine = ({ map }: Plan) =>
  pc.gray(
    `map: ${map.action}${map.reason === undefined ? '' : ` (${map.reason})`}, floors drawn: ${map.floors}` +
      (map.release === undefined ? '' : `, to replace it: --release ${map.release}`),
  );

function nodeLines(node: PlanNode, depth: number): string[] {
  const below = node.children.flatMap((child) => nodeLines(child, depth + 1));
  const quiet = QUIET.has(node.action) && node.findings.length === 0;
  if (quiet && below.length === 0 && depth > 1) return [];
  const { sign, paint } = LOOK[node.action];
  const pad = '  '.repeat(depth);
  const mailbox = node.mailbox === undefined ? '' : pc.gray(` <${node.mailbox}>`);
  const reason = node.reason === undefined ? '' : pc.gray(` (${node.reason})`);
  return [
    `${pad}${paint(`${sign} ${node.type} ${node.name}`)}${mailbox} ${paint(node.action)}${reason}`,
    ...node.changes.map(
      ({ field, before, after }) => `${pad}    ${field}: ${pc.gray(text(before))} -> ${text(after)}`,
    ),
    ...below,
  ];
}

const text = (value: unknown): string =>
  value === null || value === undefined ? '(none)' : JSON.stringify(value);
