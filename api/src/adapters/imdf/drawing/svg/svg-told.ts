import type { DrawingNote } from '../../../../core/map/drawing.ts';
import { say, type Sentence } from '../../../../core/model/sentence.ts';

/** How often something in a drawing was not read as it is drawn. */
export interface Counts {
  readonly hidden: number;
  readonly open: number;
  readonly broken: number;
  readonly large: number;
  /** Moved by a transform that is not understood. */
  readonly moved: number;
  readonly clipped: number;
  /** References that lead nowhere. */
  readonly missing: number;
  /** Of style sheets, not understood. */
  readonly rules: number;
}

/** What is told of them. */
export function notesOf(counts: Counts): DrawingNote[] {
  const { hidden, open, broken, large, moved, clipped, missing, rules } = counts;
  const told: readonly (readonly [number, Sentence, 'info' | 'warning'])[] = [
    [hidden, say`${{ count: hidden }} hidden elements were left out.`, 'info'],
    [open, say`${{ count: open }} open lines were closed, as they are when filled.`, 'info'],
    [broken, say`${{ count: broken }} paths are broken and were read up to the fault.`, 'warning'],
    [large, say`${{ count: large }} paths have too many corners and were left out.`, 'warning'],
    [
      moved,
      say`${{ count: moved }} elements have a transform that is not understood and were left out.`,
      'warning',
    ],
    [clipped, say`${{ count: clipped }} elements are cut off by a clip path; they were read whole.`, 'info'],
    [missing, say`${{ count: missing }} references lead nowhere, outside, or in a circle.`, 'info'],
    [rules, say`${{ count: rules }} rules of its style sheet were not understood.`, 'warning'],
  ];
  return told.flatMap(([count, said, severity]) => (count > 0 ? [{ said, severity }] : []));
}
