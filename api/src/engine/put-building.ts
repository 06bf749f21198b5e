/** Takes one building in from a `workplace/1.0` document, under the key of its path. */
import { AppError, type InputError } from '../core/model/app-error.ts';
import type { Building } from '../core/model/building.ts';
import type { Finding } from '../core/model/finding.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { importEvents, recordAudit, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { inputErrors } from './input-errors.ts';
import { snapshotsOf } from './snapshots-of.ts';

/**
 * Stores a frozen snapshot of the building. `created`: it was not there before. Same content = same revision.
 * @throws AppError `input` `invalid-building` with every problem when the document does not hold exactly this building
 */
export async function putBuilding(
  deps: Deps,
  input: {
    readonly tenant: TenantId;
    readonly source: string;
    readonly sourceKey: string;
    readonly document: unknown;
    readonly by?: AuditPerson;
  },
): Promise<{ buildingId: BuildingId; revision: string; findings: Finding[]; created: boolean }> {
  const { buildings, findings } = deps.sources.readDocument(input.document);
  const [only] = buildings;
  const refused = findings.some(({ severity }) => severity === 'error');
  const building = buildings.length === 1 && !refused && only?.key === input.sourceKey ? only : undefined;
  if (building === undefined) {
    const errors =
      buildings.length === 0 || refused ? inputErrors(findings) : [notThisOne(buildings, input.sourceKey)];
    throw new AppError('input', 'invalid-building', 'The document is not this building.', { errors });
  }
  const snapshots = await snapshotsOf(deps, input, [building], findings);
  const about = snapshots.map(({ id, revision }) => ({ buildingId: id, revision }));
  const events = importEvents(input, about, input.by ?? null);
  await recordAudit(deps.audit, deps.clock, input.tenant, events);
  const at = deps.clock.now();
  const [stored] = await deps.stores.buildings.saveAll(input.tenant, input.source, snapshots, at);
  if (stored === undefined) throw new AppError('bug', 'nothing-stored', 'The store kept no snapshot.');
  const { id: buildingId, revision } = stored.building;
  return { buildingId, revision, findings: [...findings], created: stored.created };
}

function notThisOne(buildings: readonly Building[], sourceKey: string): InputError {
  if (buildings.length > 1) {
    return { path: 'buildings', message: `holds ${buildings.length} buildings; exactly one is expected` };
  }
  const found = buildings[0]?.key ?? '';
  return { path: 'buildings.0.id', message: `is "${found}", but the address says "${sourceKey}"` };
}
