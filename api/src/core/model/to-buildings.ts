import type { Building } from './building.ts';
import { checkBuilding } from './check-building.ts';
import type { DraftBuilding } from './draft.ts';
import { fieldPath } from './draft.ts';
import type { Finding } from './finding.ts';
import { shown } from './name-problem.ts';
import { toBuilding } from './to-building.ts';
import { say, spoken } from './sentence.ts';

/**
 * Turns everything a source delivered into buildings. A building with an error is left out and the findings
 * say why; the others are not affected. Ids of buildings and mailboxes have to be unique over all of them.
 */
export function toBuildings(drafts: readonly DraftBuilding[]): {
  buildings: Building[];
  findings: Finding[];
} {
  const buildings: Building[] = [];
  const findings: Finding[] = [];
  const clashes = clashesOf(drafts);
  for (const draft of drafts) {
    const result = draft.invalid ? { findings: checkBuilding(draft) } : toBuilding(draft);
    const between = clashes.get(draft) ?? [];
    for (const finding of [...between, ...result.findings]) findings.push({ ...finding, building: draft.id });
    if ('building' in result && result.building && between.length === 0) buildings.push(result.building);
  }
  return { buildings, findings };
}

/** Errors between buildings, on every building they concern: nobody can tell which one is right. */
function clashesOf(drafts: readonly DraftBuilding[]): Map<DraftBuilding, Finding[]> {
  const clashes = new Map<DraftBuilding, Finding[]>();
  const add = (draft: DraftBuilding, finding: Omit<Finding, 'severity'>): void => {
    const list = clashes.get(draft) ?? [];
    list.push({ severity: 'error', ...finding });
    clashes.set(draft, list);
  };

  for (const [id, same] of grouped(drafts.map((draft) => [draft.id, draft] as const))) {
    if (same.length < 2) continue;
    for (const draft of same) {
      const path = fieldPath(draft.path, 'id');
      const message = say`Two buildings have the id ${{ id: shown(id) }}`;
      add(draft, { code: 'duplicate-id', ...spoken({ message }), key: id, path });
    }
  }
  for (const [mailbox, uses] of grouped(drafts.flatMap(mailboxesOf))) {
    if (new Set(uses.map(({ draft }) => draft)).size < 2) continue;
    for (const { draft, key, path } of uses) {
      const message = say`Mailbox ${{ mailbox: shown(mailbox) }} belongs to places of different buildings`;
      add(draft, { code: 'mailbox-twice', ...spoken({ message }), key, path });
    }
  }
  return clashes;
}

const mailboxesOf = (draft: DraftBuilding) =>
  draft.spaces.flatMap(({ mailbox, id, path }) =>
    mailbox
      ? [[mailbox.trim().toLowerCase(), { draft, key: id, path: fieldPath(path, 'mailbox') }] as const]
      : [],
  );

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
