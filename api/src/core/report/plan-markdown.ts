/** A plan as a page to copy into a ticket: what would change, what holds it, what a person has to do. */
import type { FieldChange, Guard, Handover, PlanNode, Summary } from '../plan/plan.ts';
import type { Finding } from '../model/finding.ts';
import { codeBlock, plain, section } from './markdown.ts';
import { planSummary } from './plan-summary.ts';

/** Places that stay as they are are only counted. */
export function planMarkdown(plan: {
  readonly tree: PlanNode;
  readonly summary: Summary;
  readonly guards: readonly Guard[];
  readonly findings: readonly Finding[];
  readonly unmanaged: number;
}): string {
  const { headline, held } = planSummary(plan);
  const handovers = handoversIn(plan.tree);
  return [
    `# Plan for ${plain(plan.tree.name)}`,
    '',
    `${headline}. ${plan.unmanaged} places are not ours and are never touched.`,
    ...section(
      'Held',
      held.map(({ code, message }) => `- ${code}: ${plain(message)}`),
    ),
    ...section('Changes', changeLines(plan.tree, 0)),
    ...section(
      'Findings',
      plan.findings.map(
        ({ severity, message, hint }) =>
          `- ${severity}: ${plain(message)}${hint === undefined ? '' : ` ${plain(hint)}`}`,
      ),
    ),
    ...section(
      'To do by hand',
      handovers.flatMap(({ why, command }) => [plain(why), '', codeBlock(command), '']),
    ),
    '',
  ].join('\n');
}

function changeLines(node: PlanNode, depth: number): string[] {
  const below = node.children.flatMap((child) => changeLines(child, depth + 1));
  if (node.action === 'skip' && below.length === 0) return [];
  const reason = node.reason === undefined ? '' : ` (${plain(node.reason)})`;
  const indent = '  '.repeat(depth);
  return [
    `${indent}- **${node.action}** ${node.type} ${plain(node.name)}${reason}`,
    ...(node.action === 'create' ? [] : node.changes.map((change) => `${indent}  - ${changeText(change)}`)),
    ...below,
  ];
}

const changeText = ({ field, before, after }: FieldChange): string => {
  const show = field === 'mode' ? modeText : valueText;
  return `${field}: ${plain(show(before))} -> ${plain(show(after))}`;
};

const valueText = (value: unknown): string =>
  value === null || value === undefined ? 'empty' : typeof value === 'string' ? value : JSON.stringify(value);

/** Not who it is assigned to: a page that is passed on names no people. */
const modeText = (mode: unknown): string =>
  typeof mode === 'object' && mode !== null && 'kind' in mode ? String(mode.kind) : 'empty';

const handoversIn = (node: PlanNode): Handover[] => [
  ...(node.handovers ?? []),
  ...node.children.flatMap(handoversIn),
];
