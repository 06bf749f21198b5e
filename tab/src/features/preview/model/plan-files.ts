/** A plan as text to hand on: Markdown for a ticket, CSV for a spreadsheet. */
import type { Plan, PlanNode } from '#contract';
import { showValue } from './show-value.ts';
import { isChange } from './plan-rows.ts';

/** Characters that would change the Markdown around a name. */
const escapeMarkdown = (text: string) =>
  text.replace(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`).replace(/\s+/g, ' ');

function nodeLines(node: PlanNode, depth: number): string[] {
  const below = node.children.flatMap((child) => nodeLines(child, depth + 1));
  if (!isChange(node.action) && below.length === 0) return [];
  const pad = '  '.repeat(depth);
  const reason = node.reason === undefined ? '' : ` – ${escapeMarkdown(node.reason)}`;
  const changes = node.changes.map(
    (change) =>
      `${pad}  - ${escapeMarkdown(change.field)}: ${escapeMarkdown(showValue(change.before))} → ${escapeMarkdown(showValue(change.after))}`,
  );
  return [
    `${pad}- **${node.action}** ${node.type} ${escapeMarkdown(node.name)}${reason}`,
    ...changes,
    ...below,
  ];
}

/** What changes, as Markdown: counts, blocked guards, the tree without what stays. Ends in a newline. */
export function planMarkdown(plan: Plan): string {
  const counts = Object.entries(plan.summary).filter(([, count]) => count > 0);
  const guards = plan.guards.filter((guard) => guard.tripped);
  return [
    `# Places Sync plan: ${escapeMarkdown(plan.tree.name)}`,
    '',
    `Plan ${plan.id}, made ${plan.createdAt} by ${escapeMarkdown(plan.createdBy)}.`,
    '',
    '| Action | Places |',
    '| --- | ---: |',
    ...counts.map(([action, count]) => `| ${action} | ${count} |`),
    '',
    ...(guards.length > 0
      ? [
          '## Blocked by',
          '',
          ...guards.map((guard) => `- **${guard.code}** ${escapeMarkdown(guard.message)}`),
          '',
        ]
      : []),
    '## Changes',
    '',
    ...(nodeLines(plan.tree, 0).length > 0 ? nodeLines(plan.tree, 0) : ['Nothing changes.']),
    '',
  ].join('\n');
}

/** Quotes a cell; a leading `=`, `+`, `-`, `@` is defused so that a spreadsheet does not run it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function nodeCells(node: PlanNode, path: string): string[][] {
  const changes = node.changes
    .map((change) => `${change.field}: ${showValue(change.before)} -> ${showValue(change.after)}`)
    .join('; ');
  const findings = node.findings.map((finding) => `${finding.severity}: ${finding.message}`).join('; ');
  const here = path === '' ? node.name : `${path} / ${node.name}`;
  return [
    [
      node.action,
      node.type,
      node.name,
      path,
      node.key,
      node.placeId ?? '',
      node.mailbox ?? '',
      node.reason ?? '',
      changes,
      findings,
    ],
    ...node.children.flatMap((child) => nodeCells(child, here)),
  ];
}

/** Every place of the plan, one line each, with a byte order mark so that Excel reads UTF-8. */
export function planCsv(plan: Plan): string {
  const head = [
    'action',
    'type',
    'name',
    'path',
    'key',
    'placeId',
    'mailbox',
    'reason',
    'changes',
    'findings',
  ];
  return `\uFEFF${[head, ...nodeCells(plan.tree, '')].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}
