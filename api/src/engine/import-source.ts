/** Takes buildings in from files: reads them, and stores a frozen snapshot of each, all or none. */
import { AppError } from '../core/model/app-error.ts';
import type { Building } from '../core/model/building.ts';
import type { Finding } from '../core/model/finding.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { SourceFile } from '../ports/source-reader.ts';
import { inputErrors } from './input-errors.ts';
import { importEvents, recordAudit, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { snapshotsOf } from './snapshots-of.ts';

export interface ImportedBuilding {
  /** The id it has or, in a dry run, would get. */
  readonly buildingId: BuildingId;
  readonly sourceKey: string;
  readonly name: string;
  readonly floors: number;
  readonly rooms: number;
  readonly desks: number;
}

/**
 * Reads the files and stores what is usable in them; a dry run stores nothing.
 * @throws AppError `input` `nothing-usable` with every problem found
 */
export async function importFiles(
  deps: Deps,
  input: {
    readonly tenant: TenantId;
    readonly source: string;
    readonly files: readonly SourceFile[];
    readonly dryRun: boolean;
    /** The host that the files came from; missing: a person brought them. */
    readonly host?: string;
    /** Who asks; nobody when it happens by itself. */
    readonly by?: AuditPerson;
  },
): Promise<{ buildings: ImportedBuilding[]; findings: Finding[] }> {
  const { buildings, findings } = await deps.sources.readFiles(input.files);
  if (buildings.length === 0) {
    throw new AppError('input', 'nothing-usable', 'There is no building in these files that can be used.', {
      hint: 'Correct the problems listed and import again.',
      errors: inputErrors(findings),
    });
  }
  const snapshots = await snapshotsOf(deps, input, buildings, findings);
  if (!input.dryRun) {
    const stored = snapshots.map(({ id, revision }) => ({ buildingId: id, revision }));
    const events = importEvents(input, stored, input.by ?? null);
    await recordAudit(deps.audit, deps.clock, input.tenant, events);
    await deps.stores.buildings.saveAll(input.tenant, input.source, snapshots, deps.clock.now());
  }
  return {
    buildings: snapshots.map(({ id, building }) => inShort(id, building)),
    findings: [...findings],
  };
}

function inShort(buildingId: BuildingId, building: Building): ImportedBuilding {
  const spaces = building.floors.flatMap((floor) => floor.spaces);
  return {
    buildingId,
    sourceKey: building.key,
    name: building.name,
    floors: building.floors.length,
    rooms: spaces.filter((space) => space.kind === 'room').length,
    desks: spaces.filter((space) => space.kind === 'desk').length,
  };
}
