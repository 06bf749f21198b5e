import { describe, expect, it } from 'vitest';
import { readDxf } from '../../src/adapters/imdf/drawing/dxf/read-dxf.ts';
import { readSvg } from '../../src/adapters/imdf/drawing/svg/read-svg.ts';
import { english } from '../../src/core/model/sentence.ts';
import type { FloorPlan } from '../../src/core/model/building.ts';
import { squareMetres, readPlacesZip } from './check-bytes.ts';
import { drawn, floor, space, synced } from './drawn-building.ts';
import { make } from './make.ts';
import { shoelace } from './shoelace.ts';

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">${inside}</svg>`;
const areaOf = (content: string, id: string) => {
  const element = readSvg(svg(content), 0.01).elements.get(id);
  return element?.type === 'area'
    ? element.polygons.reduce(
        (sum, rings) => sum + rings.reduce((all, ring, i) => all + (i === 0 ? 1 : -1) * shoelace(ring), 0),
        0,
      )
    : undefined;
};
describe('an SVG plan', () => {
  it.each([
    ['rect', '<rect id="a" x="1" y="2" width="3" height="4"/>', 12],
    ['polygon', '<polygon id="a" points="0,0 10,0 10,10"/>', 50],
    ['circle', '<circle id="a" cx="5" cy="5" r="10"/>', Math.PI * 100],
    ['ellipse', '<ellipse id="a" rx="10" ry="5"/>', Math.PI * 50],
    ['path with curves', '<path id="a" d="M0 0h10v10a5 5 0 0 1 -10 0z"/>', 100 + Math.PI * 12.5],
    ['hole', '<path id="a" d="M0 0h10v10h-10z M2 2v4h4v-4z"/>', 84],
    [
      'nested transforms',
      '<g transform="scale(2)"><g transform="rotate(30)"><rect id="a" width="3" height="4" transform="translate(9 9)"/></g></g>',
      48,
    ],
    ['group', '<g id="a"><rect width="2" height="2"/><rect x="5" width="2" height="2"/></g>', 8],
    ['data-id', '<rect data-id="a" width="2" height="2"/>', 4],
  ])('reads %s', (_what, content, area) => {
    expect(areaOf(content, 'a')! / area).toBeCloseTo(1, 2);
  });

  it('takes symbols and texts as points, turned and moved with their group', () => {
    const { elements } = readSvg(
      svg('<g transform="translate(10 20)"><use id="d" href="#desk" x="1" y="2"/></g>'),
      1,
    );
    expect(elements.get('d')).toEqual({ type: 'point', at: [11, 22] });
  });

  it('C34 leaves out everything that is not geometry and says so', () => {
    const { elements, notes } = readSvg(
      svg(
        '<script>alert(1)</script><foreignObject><rect id="x" width="1" height="1"/></foreignObject><image id="i" href="http://contoso.example/x"/><rect id="a" width="1" height="1"/>',
      ),
      1,
    );
    expect([...elements.keys()]).toEqual(['a']);
    expect(notes.map(({ said }) => english(said))).toEqual([
      'not read and left out: 1 <script>, 1 <foreignObject>, 1 <image>.',
    ]);
  });

  it.each([
    ['entities', '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'],
    ['broken text', '<svg><rect'],
    ['no SVG', 'PK\u0003\u0004 not xml'],
    ['a deep nest', `<svg>${'<g>'.repeat(5000)}`],
    ['many unclosed tags', '<a'.repeat(200_000)],
    ['nothing', ''],
  ])('C34 survives %s', (_what, content) => {
    const { elements, notes } = readSvg(content, 1);
    expect([elements.size, notes.length]).toEqual([0, 1]);
  });

  it('survives numbers that are none', () => {
    const { elements } = readSvg(
      svg(
        '<path id="p" d="M0 0 L1e999 NaN z"/><rect id="r" width="1e400" height="x"/><polygon id="q" points="a,b"/>',
      ),
      1,
    );
    expect(elements.size).toBe(0);
  });
});

const dxf = (...entities: string[][]) =>
  ['0', 'SECTION', '2', 'ENTITIES', ...entities.flat(), '0', 'ENDSEC', '0', 'EOF'].join('\n');
const line = (handle: string, corners: [number, number, number?][]) => [
  '0',
  'LWPOLYLINE',
  '5',
  handle,
  '90',
  String(corners.length),
  '70',
  '1',
  ...corners.flatMap(([x, y, bulge]) => [
    '10',
    String(x),
    '20',
    String(y),
    ...(bulge === undefined ? [] : ['42', String(bulge)]),
  ]),
];
const text = (words: string, x: number, y: number) => [
  '0',
  'TEXT',
  '5',
  'T1',
  '10',
  String(x),
  '20',
  String(y),
  '40',
  '1',
  '1',
  words,
];

describe('a DXF plan', () => {
  it('reads closed polylines by handle and by the text in them, arcs included', () => {
    const square: [number, number, number?][] = [
      [0, 0],
      [10, 0, 1],
      [10, 10],
      [0, 10],
    ];
    const { elements } = readDxf(
      dxf(
        line('A1', square),
        line('B2', [
          [-5, -5],
          [50, -5],
          [50, 50],
          [-5, 50],
        ]),
        text('Birch', 3, 3),
      ),
      0.001,
    );
    expect([...elements.keys()].sort()).toEqual(['A1', 'B2', 'Birch']);
    const birch = elements.get('Birch');
    const ring = birch?.type === 'area' ? birch.polygons[0]![0]! : [];
    // A square and a half circle of radius 5 on its right side.
    expect(shoelace(ring)).toBeCloseTo(100 + Math.PI * 12.5, 1);
  });

  it('survives what is none', () => {
    for (const content of ['', 'PK', '0\nSECTION\n2\nENTITIES', 'x'.repeat(10_000)])
      expect(readDxf(content, 1).elements.size).toBe(0);
  });
});

describe('a floor with a drawing', () => {
  const plan = (more: Partial<FloorPlan> = {}): FloorPlan => ({
    kind: 'svg',
    href: 'plan.svg',
    content: svg(
      '<rect id="hall" width="400" height="200"/><rect id="r1" x="40" y="20" width="60" height="40"/><circle id="d1" cx="200" cy="100" r="0.1"/>',
    ),
    // Ten units a metre; y grows downwards in the drawing.
    controlPoints: [
      { px: 0, py: 0, x: 0, y: 20 },
      { px: 400, py: 0, x: 40, y: 20 },
      { px: 0, py: 200, x: 0, y: 0 },
    ],
    ...more,
  });
  const house = (one: FloorPlan) =>
    drawn([
      floor(
        '0',
        0,
        [space('r', 'room', { type: 'svg', ref: 'r1' }), space('d', 'desk', undefined, { mapRef: 'd1' })],
        {
          outline: { type: 'svg', ref: 'hall' },
          plan: one,
        },
      ),
    ]);

  it('lays its shapes where the control points say', () => {
    const { picture = [], findings } = make(synced(house(plan())), 'picture');
    const { faults, of } = readPlacesZip(make(synced(house(plan()))).zip!);
    expect(faults).toEqual([]);
    expect(squareMetres(of['unit']![0].geometry)).toBeCloseTo(24, 1);
    expect(squareMetres(of['fixture']![0].geometry)).toBeCloseTo(1.28, 2);
    expect(picture[0]!.bounds).toEqual([0, 0, 40, 20]);
    expect(findings.map(({ code }) => code)).toContain('map-desk-footprint');
  });

  it.each([
    ['too few points', { controlPoints: plan().controlPoints.slice(0, 1) }, 'fewer than two'],
    [
      'a mirrored drawing',
      {
        controlPoints: [
          { px: 0, py: 0, x: 0, y: 0 },
          { px: 400, py: 0, x: 40, y: 0 },
          { px: 0, py: 200, x: 0, y: 20 },
        ],
      },
      'mirror',
    ],
    [
      'a stretched drawing',
      {
        controlPoints: [
          { px: 0, py: 0, x: 0, y: 20 },
          { px: 400, py: 0, x: 44, y: 20 },
          { px: 0, py: 200, x: 0, y: 0 },
        ],
      },
      '5 %',
    ],
  ])('is not drawn with %s, and says why', (_what, more, why) => {
    const { floors, findings } = make(synced(house(plan(more))));
    expect(floors).toBe(0);
    expect(findings.map(({ message }) => message).join()).toContain(why);
  });
});
