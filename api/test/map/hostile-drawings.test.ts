/** The drawings of hostile-drawings.ts that end at once; the others end too, after some seconds. */
import { describe, expect, it } from 'vitest';
import { readDxf } from '../../src/adapters/imdf/drawing/dxf/read-dxf.ts';
import { readSvg } from '../../src/adapters/imdf/drawing/svg/read-svg.ts';
import type { Drawing } from '../../src/core/map/drawing.ts';
import { DXF_BOMBS, SVG_BOMBS } from './hostile-drawings.ts';

/** Of every ring once: groups share the rings of what is in them. */
const cornersOf = ({ elements }: Drawing): number => {
  const areas = [...elements.values()].filter((element) => element.type === 'area');
  const rings = new Set(areas.flatMap(({ polygons }) => polygons.flat()));
  return [...rings].reduce((sum, ring) => sum + ring.length, 0);
};

describe('a drawing that multiplies', () => {
  it.each([
    'blocks in blocks, ten times each',
    'two blocks that call each other',
    'an array of a billion',
    'an array of a billion of nothing',
    'scaled beyond measure',
    'tables without an end',
  ])('(DXF, %s) is read as far as there is room', (name) => {
    expect(cornersOf(readDxf(DXF_BOMBS[name]!, 0.1))).toBeLessThanOrEqual(250_000);
  });

  it.each([
    'uses in a circle',
    'uses of symbols of uses',
    'groups in groups',
    'a path of a million commands',
    'rings in rings',
    'a style sheet of open brackets',
    'comments that do not end',
  ])('(SVG, %s) is read as far as there is room, and it is told', (name) => {
    const drawing = readSvg(SVG_BOMBS[name]!, 0.1);
    expect(cornersOf(drawing)).toBeLessThanOrEqual(250_000);
    expect(drawing.notes).not.toEqual([]);
  });

  it('all multiply: without limits their shapes would not fit into any memory', () => {
    const { notes } = readDxf(DXF_BOMBS['an array of a billion']!, 0.1);
    expect(notes.map(({ said }) => said.text).join()).toContain('it holds more than can be read');
  });
});
