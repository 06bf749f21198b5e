/** The drawings of hostile-drawings.ts that end at once; the others end too, after some seconds. */
import { describe, expect, it } from 'vitest';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import { readDxf } from '../../src/adapters/imdf/drawing/dxf/read-dxf.ts';
import { readSvg } from '../../src/adapters/imdf/drawing/svg/read-svg.ts';
import type { Drawing } from '../../src/core/map/drawing.ts';
import { drawn, floor, space, synced } from './drawn-building.ts';
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

describe('a drawing that needs more memory than a plan', () => {
  it('is told and left out, and the next one is read', async () => {
    const maker = createMapMaker();
    const made = (kind: 'svg' | 'dxf', content: string) => {
      const controlPoints = [
        { px: 0, py: 0, x: 0, y: 20 },
        { px: 400, py: 0, x: 40, y: 20 },
      ];
      const plan = { kind, href: 'plan', content, controlPoints };
      const room = space('a', 'room', { type: 'svg', ref: 'a' });
      return maker.make(synced(drawn([floor('0', 0, [room], { plan })])), 'places');
    };
    const bomb = await made('dxf', DXF_BOMBS['a polyline that never ends']!);
    expect(bomb.zip).toBeUndefined();
    expect(bomb.findings.map(({ message }) => message).join()).toContain('needs more memory than any plan');
    const next = await made('svg', '<svg viewBox="0 0 400 200"><rect id="a" width="99" height="99"/></svg>');
    expect(next.zip?.length).toBeGreaterThan(0);
    await maker.close?.();
  });
});

describe('long values of an SVG', () => {
  const d = `M0 0${'h9v9'.repeat(20)}z`;
  it.each([
    `<path id="a" d="${d}"/>`,
    `<path id='a' d = '${d}'/>`,
    `<text>x="${'y '.repeat(40)}</text><path id="a" d="${d}"/>`,
    `<path id="a" data-x='="${'.'.repeat(40)}' d="${d}"/>`,
    `<style>@font-face{src:url("data:font/woff;base64,${'QUJD'.repeat(40)}")}</style><path id="a" d="${d}"/>`,
  ])('are read as they are written: %s', (inside) => {
    const { elements } = readSvg(`<svg viewBox="0 0 400 200">${inside}</svg>`, 0.1);
    const plain = readSvg(`<svg viewBox="0 0 400 200"><path id="a" d="${d}"/></svg>`, 0.1);
    expect(elements.get('a')).toEqual(plain.elements.get('a'));
    expect(elements.get('a')?.type).toBe('area');
  });
});
