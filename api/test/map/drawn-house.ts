/** A house whose floors come as drawings, and what they show in metres: written down once, drawn as DXF and as SVG. */
import type { Position } from '../../src/core/model/building.ts';

interface Shown {
  readonly id: string;
  readonly kind: 'room' | 'desk' | 'circulation';
  /** Corners in metres; where the way to the next one is half a circle, a third value: 1 bulges to the right. */
  readonly corners: readonly (readonly [number, number, number?])[];
}

/** 40 by 20 metres: rooms that share walls, one of them L-shaped and one with a round end, a corridor, desks. */
export const SHOWN: readonly Shown[] = [
  {
    id: 'r1',
    kind: 'room',
    corners: [
      [0, 0],
      [6, 0],
      [6, 8],
      [0, 8],
    ],
  },
  {
    id: 'r2',
    kind: 'room',
    corners: [
      [6, 0],
      [14, 0],
      [14, 4],
      [10, 4],
      [10, 8],
      [6, 8],
    ],
  },
  {
    id: 'r3',
    kind: 'room',
    corners: [
      [14, 0],
      [20, 0, 1],
      [20, 8],
      [10, 8],
      [10, 4],
      [14, 4],
    ],
  },
  {
    id: 'r4',
    kind: 'room',
    corners: [
      [0, 12],
      [12, 12],
      [12, 20],
      [0, 20],
    ],
  },
  {
    id: 'c1',
    kind: 'circulation',
    corners: [
      [0, 8],
      [40, 8],
      [40, 12],
      [0, 12],
    ],
  },
  ...[0, 1, 2].map((i): Shown => ({
    id: `d${i}`,
    kind: 'desk',
    corners: [
      [26 + 3 * i, 14],
      [27.6 + 3 * i, 14],
      [27.6 + 3 * i, 14.8],
      [26 + 3 * i, 14.8],
    ],
  })),
];
export const OUTLINE: Shown = {
  id: 'hall',
  kind: 'circulation',
  corners: [
    [0, 0],
    [40, 0],
    [40, 20],
    [0, 20],
  ],
};
export const ANCHOR = { latitude: 48.2, longitude: 16.37 };
export const ROTATION = 27;

/** Square metres: of the corners, and of the half circles. */
export const areaOf = ({ corners }: Shown): number =>
  corners.reduce((sum, [x, y, bulge], i) => {
    const [nx, ny] = corners[(i + 1) % corners.length]!;
    const half = bulge ? (Math.PI * Math.hypot(nx - x, ny - y) ** 2) / 8 : 0;
    return sum + (x * ny - nx * y) / 2 + half;
  }, 0);

let handles = 0;
const handle = (): string => (handles += 1).toString(16).toUpperCase();
const pairs = (...values: readonly (string | number)[]): string => `${values.join('\n')}\n`;

/** In millimetres, on a site grid that is turned and far from 0, 0. Rooms have their numbers written in them. */
export function asDxf(): { content: string; controlPoints: object[] } {
  const [cos, sin] = [Math.cos(0.4), Math.sin(0.4)];
  const site = ([x, y]: Position): Position => [
    3_000_000 + 1000 * (x * cos - y * sin),
    5_000_000 + 1000 * (x * sin + y * cos),
  ];
  const outline = ({ corners }: Shown, layer: string) =>
    pairs(0, 'LWPOLYLINE', 5, handle(), 8, layer, 90, corners.length, 70, 1) +
    corners
      .map(([x, y, bulge = 0]) => {
        const [sx, sy] = site([x, y]);
        return pairs(10, sx, 20, sy, 42, bulge, 91, 0);
      })
      .join('');
  const label = ({ id, corners: [[x, y] = [0, 0]] }: Shown) => {
    const [sx, sy] = site([x + 1, y + 1]);
    return pairs(
      0,
      'MTEXT',
      5,
      handle(),
      8,
      'A-TEXT',
      10,
      sx,
      20,
      sy,
      40,
      250,
      1,
      `{\\fArial|b0;${id}}\\PRoom`,
    );
  };
  const desk = ({ id, corners: [[x, y] = [0, 0]] }: Shown) => {
    const [sx, sy] = site([x + 1.6, y]);
    // Drawn from its other end: turned around and mirrored.
    const insert = pairs(
      0,
      'INSERT',
      5,
      handle(),
      8,
      'A-FURN',
      66,
      1,
      2,
      'DESK',
      10,
      sx,
      20,
      sy,
      41,
      -1,
      42,
      1,
      50,
      (0.4 * 180) / Math.PI,
    );
    return (
      insert + pairs(0, 'ATTRIB', 5, handle(), 8, 'A-FURN', 10, sx, 20, sy + 9e6, 1, id, 2, 'NO', 0, 'SEQEND')
    );
  };
  const block = pairs(
    0,
    'BLOCK',
    2,
    'DESK',
    10,
    100,
    20,
    100,
    0,
    'LWPOLYLINE',
    90,
    4,
    70,
    1,
    10,
    100,
    20,
    100,
    10,
    1700,
    20,
    100,
    10,
    1700,
    20,
    900,
    10,
    100,
    20,
    900,
    0,
    'ENDBLK',
  );
  const areas = SHOWN.filter(({ kind }) => kind !== 'desk');
  const content = [
    pairs(0, 'SECTION', 2, 'HEADER', 9, '$ACADVER', 1, 'AC1027', 9, '$INSUNITS', 70, 4, 0, 'ENDSEC'),
    pairs(0, 'SECTION', 2, 'BLOCKS'),
    block,
    pairs(0, 'ENDSEC', 0, 'SECTION', 2, 'ENTITIES'),
    outline(OUTLINE, 'A-FLOR'),
    pairs(0, 'TEXT', 5, handle(), 8, 'A-TEXT', 10, site([39, 19])[0], 20, site([39, 19])[1], 1, OUTLINE.id),
    ...areas.map((one) => outline(one, 'A-AREA')),
    ...areas.map(label),
    ...SHOWN.filter(({ kind }) => kind === 'desk').map(desk),
    pairs(0, 'HATCH', 5, handle(), 0, 'ENDSEC', 0, 'EOF'),
  ].join('');
  return {
    content,
    controlPoints: [
      [0, 0],
      [40, 20],
      [0, 20],
    ].map(([x = 0, y = 0]) => ({ px: site([x, y])[0], py: site([x, y])[1], x, y })),
  };
}

/** 1:100 in points, y down, the drawing moved and turned by its groups, desks as symbols. */
export function asSvg(): { content: string; controlPoints: object[] } {
  const scale = 72 / 2.54;
  const d = ({ corners }: Shown) =>
    corners
      .map(([x, y], i) => {
        const [px, , bulge] = corners[i - 1] ?? [];
        const r = bulge && px !== undefined ? Math.hypot(x - px, y - corners[i - 1]![1]) / 2 : 0;
        return r > 0 ? `A${r} ${r} 0 0 1 ${x} ${y}` : `${i === 0 ? 'M' : 'L'}${x} ${y}`;
      })
      .join('') + 'Z';
  const area = (one: Shown) => `<path id="_x0023_${one.id}" class="area" d="${d(one)}"/>`;
  const desk = ({ id, corners: [[x, y] = [0, 0]] }: Shown) =>
    `<use id="_x0023_${id}" xlink:href="#desk" x="${x}" y="${y}" width="1.6" height=".8"/>`;
  const content = `<?xml version="1.0"?><!-- exported -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="420mm" height="297mm" viewBox="0 0 1190 842">
<style>.area{fill:none;stroke:#000} .notes{display:none}</style>
<symbol id="desk" viewBox="0 0 160 80"><rect width="160" height="80" rx="0"/></symbol>
<g class="notes"><rect id="_x0023_r1" width="9" height="9"/></g>
<g transform="translate(20,700)"><g transform="scale(1 -1)"><g style="transform:scale(${scale})">
${[OUTLINE, ...SHOWN.filter(({ kind }) => kind !== 'desk')].map(area).join('\n')}
${SHOWN.filter(({ kind }) => kind === 'desk')
  .map(desk)
  .join('\n')}
</g></g></g></svg>`;
  const point = ([x, y]: Position) => ({ px: 20 + scale * x, py: 700 - scale * y, x, y });
  return { content, controlPoints: [point([0, 0]), point([40, 0])] };
}

/** The house as a workplace document; its drawings are `plans/0.dxf` and `plans/1.svg`. */
export function drawnHouse(): object {
  const floors = [
    { kind: 'dxf', href: 'plans/0.dxf', refs: '', ...asDxf() },
    { kind: 'svg', href: 'plans/1.svg', refs: '#', ...asSvg() },
  ];
  return {
    schema: 'workplace/1.0',
    complete: true,
    source: { system: 'test', instance: 'drawings', exportedAt: '2026-01-05T08:00:00Z' },
    buildings: [
      {
        id: 'drawn',
        name: 'Drawn house',
        timeZone: 'Europe/Vienna',
        address: { street: 'Main 1', city: 'Vienna', countryOrRegion: 'AT' },
        position: ANCHOR,
        frame: { anchor: ANCHOR, rotation: ROTATION },
        floors: floors.map(({ kind, href, controlPoints, refs }, n) => ({
          id: `f${n}`,
          name: `Floor ${n}`,
          ordinal: n,
          published: true,
          outline: { type: 'svg', ref: `${refs}${OUTLINE.id}` },
          plan: { kind, href, controlPoints },
        })),
        spaces: floors.flatMap(({ refs }, n) =>
          SHOWN.map(({ id, kind }) => ({
            id: `${id}-${n}`,
            kind,
            floorId: `f${n}`,
            name: `${id} on ${n}`,
            ...(kind !== 'circulation' && { bookable: true }),
            ...(kind === 'room' && { capacity: 4 }),
            geometry: { type: 'svg', ref: `${refs}${id}` },
          })),
        ),
      },
    ],
  };
}
