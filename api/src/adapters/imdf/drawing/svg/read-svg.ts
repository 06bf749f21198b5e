/** An SVG floor plan as shapes by id. Only geometry is read: nothing in it is run, fetched or shown. */
import type { Drawing } from '../../../../core/map/drawing.ts';
import { svgTree } from './svg-tree.ts';
import { SvgReader } from './svg-reader.ts';

/**
 * Positions are in the user units of the root: those of its `viewBox`.
 * @param tolerance how far a flattened curve may be off, in units of the drawing
 */
export function readSvg(content: string, tolerance: number): Drawing {
  const tree = svgTree(content);
  if ('why' in tree)
    return { yDown: true, elements: new Map(), notes: [{ severity: 'warning', said: tree.why }] };
  return new SvgReader(tree.root, tolerance).read();
}
