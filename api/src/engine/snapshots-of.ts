import type { Building } from '../core/model/building.ts';
import type { Finding } from '../core/model/finding.ts';
import type { TenantId } from '../core/model/place.ts';
import type { NewSnapshot } from '../ports/stores.ts';
import { buildingIdOf } from './building-id.ts';
import { canonicalText } from './canonical-text.ts';
import type { Deps } from './deps.ts';

interface Owner {
  readonly tenant: TenantId;
  readonly source: string;
}

/** What the store will be given: each building with its id, its fingerprint and the findings that concern it. */
export function snapshotsOf(
  deps: Deps,
  owner: Owner,
  buildings: readonly Building[],
  findings: readonly Finding[],
): Promise<NewSnapshot[]> {
  return Promise.all(
    buildings.map(async (building) => ({
      id: await buildingIdOf(deps, { ...owner, sourceKey: building.key }),
      building,
      revision: deps.hash(canonicalText(withoutExport(building))),
      findings: findingsAbout(building, findings),
    })),
  );
}

/** Findings about no building in particular are about the files as a whole and go with every building. */
const findingsAbout = ({ key }: Building, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ building }) => building === undefined || building === key);

/** When and as what the platform exported it says nothing about the building: same content = same revision. */
function withoutExport(building: Building): Building {
  const { system, instance } = building.source;
  return { ...building, source: { system, instance } };
}
