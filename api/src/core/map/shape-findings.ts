/** What was repaired or could not be drawn, in words, each at its place on the plan. */
import type { Position } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { Repair } from './clean-area.ts';
import { toMetres, type Area } from './grid.ts';
import { boxOf } from './ring-checks.ts';
import { say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

/** Whose shape it is. */
export interface Owner {
  readonly key: string;
  /** For a person: `Room "Birch" on "Level 3"`. */
  readonly label: Sentence;
}

/** Middle of an area in metres, to a centimetre. */
export function spotOf(areas: readonly Area[]): [number, number] | undefined {
  if (areas.length === 0) return undefined;
  const [left, bottom, right, top] = boxOf(areas.flat());
  const [x, y] = toMetres([(left + right) / 2, (bottom + top) / 2]);
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
}

export const spotAt = (point: Position): [number, number] => [
  Math.round(point[0] * 100) / 100,
  Math.round(point[1] * 100) / 100,
];

/** One finding per repair. Nothing is lost without one. */
export function repairFindings(repairs: readonly Repair[], areas: readonly Area[], owner: Owner): Finding[] {
  if (repairs.length === 0) return [];
  const { key, label } = owner;
  const at = spotOf(areas);
  return repairs.map((repair): Finding => ({ ...said(repair, label), key, ...(at && { at }) }));
}

function said(
  repair: Repair,
  label: Sentence,
): Pick<Finding, 'code' | 'severity' | 'message' | 'hint' | 'words'> {
  switch (repair.kind) {
    case 'tangled':
      return {
        code: 'map-outline-tangled',
        severity: 'warning',
        ...spoken({
          message: say`${{ label }}: its outline is too tangled to be taken apart and was left out.`,
          hint: say`Draw the outline anew in the source.`,
        }),
      };
    case 'crossing':
      return {
        code: 'map-outline-untangled',
        severity: 'warning',
        ...spoken({
          message:
            repair.pieces === 1
              ? say`${{ label }}: its outline crossed or touched itself and is drawn as one piece.`
              : say`${{ label }}: its outline crossed or touched itself and is drawn as ${{ count: repair.pieces }} pieces.`,
          hint: say`Draw the outline anew in the source if it looks wrong.`,
        }),
      };
    case 'joined':
      return {
        code: 'map-parts-joined',
        severity: 'info',
        ...spoken({
          message: say`${{ label }}: ${{ count: repair.parts }} parts that touch or overlap are drawn as one.`,
        }),
      };
    case 'holeOutside':
      return {
        code: 'map-hole-outside',
        severity: 'warning',
        ...spoken({
          message: say`${{ label }}: ${{ count: repair.holes }} of its holes lie outside of it and were left out.`,
          hint: say`Remove them in the source.`,
        }),
      };
    case 'sliver':
      return {
        code: 'map-sliver-removed',
        severity: 'info',
        ...spoken({
          message: say`${{ label }}: ${{ count: repair.pieces }} rests of together ${{ area: repair.area.toFixed(3) }} square metres were left out.`,
        }),
      };
  }
}
