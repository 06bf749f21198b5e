import type { Geometry } from './building.ts';
import type { DraftGeometry } from './draft.ts';
import type { Finding } from './finding.ts';
import { readGeometry, type GeometryFault } from './read-geometry.ts';
import { say, spoken } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** Whose geometry it is, for the findings. */
interface Owner {
  /** For a person: `Floor “Level 3”`. Only made when it is needed. */
  readonly label: () => Sentence;
  readonly key: string;
  /** Of the geometry itself. */
  readonly path: string;
}

const WORDS: Record<
  GeometryFault,
  { severity: Finding['severity']; code: string; what: Sentence; hint?: Sentence }
> = {
  outOfRange: {
    severity: 'error',
    code: 'coordinates-out-of-range',
    what: say`has coordinates that are not on the earth`,
    hint: say`Positions are longitude first, then latitude, in degrees.`,
  },
  unusable: {
    severity: 'warning',
    code: 'geometry-unusable',
    what: say`has a shape without an area: fewer than three different corners, or all in one line`,
  },
  notClosed: {
    severity: 'info',
    code: 'ring-not-closed',
    what: say`has a ring that does not end where it begins; it was closed`,
  },
  crossesItself: {
    severity: 'warning',
    code: 'ring-crosses-itself',
    what: say`has an outline that crosses itself; it is repaired for the map as well as it can be`,
  },
  notChecked: {
    severity: 'info',
    code: 'ring-not-checked',
    what: say`has a very tangled outline that was not checked for crossings`,
  },
};

/** Reads a geometry and adds a finding for everything wrong with it. Undefined = there is nothing to draw. */
export function geometryWithFindings(
  draft: DraftGeometry | null | undefined,
  owner: Owner,
  findings: Finding[],
): Geometry | undefined {
  if (!draft) return undefined;
  const { geometry, faults } = readGeometry(draft);
  for (const fault of faults) {
    const { severity, code, what, hint } = WORDS[fault];
    const message = say`${{ label: owner.label() }} ${{ what }}`;
    findings.push({ code, severity, ...spoken({ message, hint }), key: owner.key, path: owner.path });
  }
  return geometry;
}
