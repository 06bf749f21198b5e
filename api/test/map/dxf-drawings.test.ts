/** DXF as AutoCAD and others write it: what is drawn is read where it is drawn, and what is not read is named. */
import { createRequire } from 'node:module';
import type { DxfParser as Parser } from 'dxf-parser';
import { describe, expect, it } from 'vitest';
import { readDxf } from '../../src/adapters/imdf/drawing/dxf/read-dxf.ts';
import { readDrawing } from '../../src/adapters/imdf/read-drawing.ts';
import { english } from '../../src/core/model/sentence.ts';
import { shoelace } from './shoelace.ts';

const DxfParser = createRequire(import.meta.url)('dxf-parser') as typeof Parser;

type Group = readonly [number, string | number];
const groups = (...all: readonly Group[]): string =>
  all.map(([code, value]) => `${code}\n${value}\n`).join('');
const section = (name: string, inside: string) => `0\nSECTION\n2\n${name}\n${inside}0\nENDSEC\n`;
const file = (entities: string, { blocks = '', layers = '', header = '' } = {}) =>
  `${section('HEADER', header)}${section('TABLES', layers)}${section('BLOCKS', blocks)}${section('ENTITIES', entities)}0\nEOF\n`;
const block = (name: string, inside: string, x = 0, y = 0, flags = 0) =>
  `${groups([0, 'BLOCK'], [2, name], [70, flags], [10, x], [20, y])}${inside}${groups([0, 'ENDBLK'])}`;
const layer = (name: string, color: number, flags = 0) =>
  groups([0, 'LAYER'], [2, name], [70, flags], [62, color]);

const rectangle = (handle: string, x: number, y: number, w: number, d: number, ...more: Group[]) =>
  groups([0, 'LWPOLYLINE'], [5, handle], ...more, [90, 4], [70, 1], ...corners(x, y, w, d));
const corners = (x: number, y: number, w: number, d: number): Group[] => [
  [10, x],
  [20, y],
  [10, x + w],
  [20, y],
  [10, x + w],
  [20, y + d],
  [10, x],
  [20, y + d],
];
const text = (words: string, x: number, y: number, ...more: Group[]) =>
  groups([0, 'TEXT'], [5, 'T'], [10, x], [20, y], [40, 1], [1, words], ...more);
const mtext = (words: string, x: number, y: number, ...more: Group[]) =>
  groups([0, 'MTEXT'], [5, 'M'], [10, x], [20, y], [40, 1], ...more, [1, words]);
const insert = (handle: string, name: string, x: number, y: number, ...more: Group[]) =>
  groups([0, 'INSERT'], [5, handle], [2, name], [10, x], [20, y], ...more);

const read = (content: string) => readDxf(content, 0.01);
const said = (content: string) =>
  read(content)
    .notes.map((note) => english(note.said))
    .join(' ');
/** West, south, east, north of a shape, and its area. */
function extent(content: string, id: string) {
  const element = read(content).elements.get(id);
  if (element?.type !== 'area') return element?.at;
  const all = element.polygons.flat(2);
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const rounded = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const area = element.polygons.reduce((sum, [outline]) => sum + shoelace(outline!), 0);
  return [...rounded, area].map((value) => Math.round(value * 1000) / 1000);
}

describe('outlines of a DXF', () => {
  it.each([
    [
      'LWPOLYLINE with ids of its corners (AutoCAD 2010 and later)',
      groups(
        [0, 'LWPOLYLINE'],
        [5, 'A'],
        [90, 3],
        [70, 129],
        [43, 0],
        [10, 0],
        [20, 0],
        [91, 0],
        [10, 6],
        [20, 0],
        [91, 0],
        [10, 6],
        [20, 4],
        [91, 0],
      ),
      [0, 0, 6, 4, 12],
    ],
    ['LWPOLYLINE that lies on a height', rectangle('A', 1, 2, 3, 4, [38, 12.5]), [1, 2, 4, 6, 12]],
    [
      'LWPOLYLINE drawn from below',
      rectangle('A', 1, 2, 3, 4, [210, 0], [220, 0], [230, -1]),
      [-4, 2, -1, 6, 12],
    ],
    [
      'LWPOLYLINE closed by its last corner',
      groups([0, 'LWPOLYLINE'], [5, 'A'], [90, 5], [70, 0], ...corners(0, 0, 3, 3), [10, 0], [20, 0]),
      [0, 0, 3, 3, 9],
    ],
    [
      'POLYLINE of R12',
      `${groups([0, 'POLYLINE'], [5, 'A'], [66, 1], [70, 1])}${[
        [0, 0],
        [5, 0],
        [5, 2],
        [0, 2],
      ]
        .map(([x, y]) => groups([0, 'VERTEX'], [10, x!], [20, y!], [30, 3]))
        .join('')}${groups([0, 'SEQEND'])}`,
      [0, 0, 5, 2, 10],
    ],
    [
      'POLYLINE with its frame of control points',
      `${groups([0, 'POLYLINE'], [5, 'A'], [66, 1], [70, 5])}${[
        [9, 9, 16],
        [0, 0, 8],
        [5, 0, 8],
        [5, 2, 8],
      ]
        .map(([x, y, flag]) => groups([0, 'VERTEX'], [10, x!], [20, y!], [70, flag!]))
        .join('')}${groups([0, 'SEQEND'])}`,
      [0, 0, 5, 2, 5],
    ],
    [
      'POLYLINE without an end',
      `${groups([0, 'POLYLINE'], [5, 'A'], [70, 1])}${[
        [0, 0],
        [5, 0],
        [5, 2],
      ]
        .map(([x, y]) => groups([0, 'VERTEX'], [10, x!], [20, y!]))
        .join('')}${rectangle('B', 0, 0, 1, 1)}`,
      [0, 0, 5, 2, 5],
    ],
    [
      'half circles of bulges',
      groups(
        [0, 'LWPOLYLINE'],
        [5, 'A'],
        [90, 2],
        [70, 1],
        [10, 0],
        [20, 0],
        [42, 1],
        [10, 4],
        [20, 0],
        [42, 1],
      ),
      [0, -2, 4, 2],
    ],
  ])('reads a %s', (_what, entity, expected) => {
    expect(extent(file(entity), 'A')?.slice(0, expected.length)).toEqual(expected);
  });

  it('reads what lines, arcs and open polylines enclose together, whatever their order and direction', () => {
    const content = file(
      groups([0, 'LINE'], [5, 'L1'], [10, 0], [20, 0], [11, 6], [21, 0]) +
        groups(
          [0, 'LWPOLYLINE'],
          [5, 'P1'],
          [90, 3],
          [70, 0],
          [10, 0],
          [20, 0],
          [10, 0],
          [20, 4],
          [10, 2],
          [20, 4],
        ) +
        groups([0, 'LINE'], [5, 'L2'], [10, 6], [20, 4], [11, 2], [21, 4]) +
        groups([0, 'ARC'], [5, 'A1'], [10, 6], [20, 2], [40, 2], [50, 270], [51, 90]) +
        groups([0, 'LINE'], [5, 'X'], [10, 50], [20, 0], [11, 60], [21, 0]) +
        text('Birch', 1, 1),
    );
    const [west, south, east, north, area] = extent(content, 'Birch') as number[];
    expect([west, south, east, north]).toEqual([0, 0, 8, 4]);
    expect(area).toBeCloseTo(24 + Math.PI * 2, 1);
    expect(extent(content, 'A1')).toEqual(extent(content, 'L2'));
    expect(said(content)).toBe('1 lines that do not close to an outline were left out.');
  });

  it('leaves walls that meet in threes alone, and says so', () => {
    const wall = (x1: number, y1: number, x2: number, y2: number) =>
      groups([0, 'LINE'], [10, x1], [20, y1], [11, x2], [21, y2]);
    expect(
      said(file([wall(0, 0, 4, 0), wall(4, 0, 4, 4), wall(4, 4, 0, 0), wall(4, 4, 9, 9)].join(''))),
    ).toContain('4 lines');
  });
});

describe('blocks of a DXF', () => {
  const desk = block('DESK', rectangle('D', 1, 1, 2, 1), 1, 1);
  it.each([
    ['where they are inserted, from their base point', insert('I', 'desk', 10, 20), [10, 20, 12, 21, 2]],
    ['turned', insert('I', 'DESK', 10, 20, [50, 90]), [9, 20, 10, 22, 2]],
    ['stretched', insert('I', 'DESK', 10, 20, [41, 2], [42, 3]), [10, 20, 14, 23, 12]],
    ['mirrored by a negative scale', insert('I', 'DESK', 10, 20, [41, -1]), [8, 20, 10, 21, 2]],
    ['mirrored from below', insert('I', 'DESK', 10, 20, [230, -1]), [-12, 20, -10, 21, 2]],
    [
      'in rows and columns',
      insert('I', 'DESK', 10, 20, [70, 3], [71, 2], [44, 4], [45, 5]),
      [10, 20, 20, 26, 12],
    ],
    [
      'in turned rows and columns, whose spacing is not scaled',
      insert('I', 'DESK', 0, 0, [41, 2], [50, 90], [70, 2], [44, 10]),
      [-1, 0, 0, 14, 8],
    ],
    ['in other blocks', insert('I', 'PAIR', 100, 0, [41, 2], [42, 2]), [110, 0, 118, 2, 16]],
  ])('are drawn %s', (_what, entity, expected) => {
    const pair = block('PAIR', insert('a', 'DESK', 5, 0) + insert('b', 'DESK', 7, 0));
    expect(extent(file(entity, { blocks: desk + pair }), 'I')).toEqual(expected);
  });

  it('stand for a point when nothing in them is closed', () => {
    const content = file(insert('I', 'TAG', 3, 4), { blocks: block('TAG', '') });
    expect(read(content).elements.get('I')).toEqual({ type: 'point', at: [3, 4] });
  });

  it('are named by their attributes, or name the room they stand in', () => {
    const attribute = (words: string, x: number, y: number, ...more: Group[]) =>
      groups([0, 'ATTRIB'], [5, 'T'], [10, x], [20, y], [1, words], [2, 'NO'], ...more);
    const content = file(
      rectangle('ROOM', 0, 0, 8, 6) +
        insert('I', 'TAG', 4, 3, [66, 1]) +
        attribute('3.012', 4, 3) +
        groups([0, 'SEQEND']) +
        insert('J', 'DESK', 20, 20, [66, 1]) +
        attribute('3.012-1', 30, 30, [70, 1]) +
        groups([0, 'SEQEND']),
      { blocks: desk + block('TAG', '') },
    );
    expect(extent(content, '3.012')).toEqual([0, 0, 8, 6, 48]);
    expect(extent(content, '3.012-1')).toEqual([20, 20, 22, 21, 2]);
  });

  it('that call themselves, are missing or outside are named, and the rest is read', () => {
    const circle =
      block('A', insert('x', 'B', 0, 0)) + block('B', insert('y', 'A', 0, 0) + rectangle('r', 0, 0, 1, 1));
    const outside = block('XREF', '', 0, 0, 4);
    const content = file(insert('I', 'A', 0, 0) + insert('J', 'GONE', 0, 0) + insert('K', 'XREF', 0, 0), {
      blocks: circle + outside,
    });
    expect(extent(content, 'I')).toEqual([0, 0, 1, 1, 1]);
    expect(said(content)).toContain('3 references lead nowhere');
  });
});

describe('texts of a DXF', () => {
  const room = rectangle('R', 0, 0, 8, 6);
  it.each([
    ['plain', text('Birch', 1, 1), 'Birch'],
    ['with signs', text('%%uBirch%%u 20%%d %%c%%p%%065%%%', 1, 1), 'Birch 20° Ø±A%'],
    ['with letters by their number', text('\\U+00C4rger \\M+182A0', 1, 1), 'Ärger あ'],
    ['aligned by its second point', text('Birch', 99, 99, [72, 1], [73, 2], [11, 4], [21, 3]), 'Birch'],
    ['fitted between two points', text('Birch', -2, 3, [72, 5], [11, 6], [21, 3]), 'Birch'],
    ['of several lines', mtext('{\\fArial|b0|i0;Birch}\\P4 seats', 1, 1), 'Birch 4 seats'],
    ['of several lines, by one of them', mtext('{\\fArial|b0|i0;Birch}\\P4 seats', 1, 1), 'Birch'],
    ['centred', mtext('\\pxqc;{\\H1.5x;\\C1;3.012}', 1, 1), '3.012'],
    ['with escapes and fractions', mtext('A\\{1\\}\\~\\S1/2; \\LB\\l\\\\C', 1, 1), 'A{1} 1/2 B\\C'],
    ['long, in parts', mtext(' end', 1, 1, [3, 'begin']), 'begin end'],
    [
      'with what AutoCAD 2018 embeds',
      mtext('Birch', 1, 1) + groups([101, 'Embedded Object'], [70, 1], [10, 99], [20, 99], [1, 'x']),
      'Birch',
    ],
  ])('%s name the outline around them', (_what, entity, name) => {
    expect(extent(file(room + rectangle('HALL', -50, -50, 200, 200) + entity), name)).toEqual([
      0, 0, 8, 6, 48,
    ]);
  });

  it('that stand twice name the first, and it is told', () => {
    const content = file(room + rectangle('S', 10, 0, 8, 6) + text('Office', 1, 1) + text('Office', 11, 1));
    expect(extent(content, 'Office')).toEqual([0, 0, 8, 6, 48]);
    expect(said(content)).toBe('1 names stand for several shapes, and the first is taken: Office.');
  });
});

describe('what a DXF holds beside outlines', () => {
  it('is named: other entities, sheets, what is not in the plane', () => {
    const content = file(
      groups([0, 'HATCH'], [5, 'H'], [91, 1], [10, 0], [20, 0]) +
        groups([0, 'DIMENSION'], [5, 'D']).repeat(2) +
        rectangle('P', 0, 0, 1, 1, [67, 1]) +
        rectangle('V', 0, 0, 1, 1, [210, 0], [220, -1], [230, 0]) +
        groups([0, 'POLYLINE'], [5, 'M'], [70, 64]) +
        groups([0, 'SEQEND']) +
        rectangle('A', 0, 0, 1, 1),
    );
    expect([...read(content).elements.keys()]).toEqual(['A']);
    expect(said(content)).toBe(
      'not read and left out: 1 HATCH, 2 DIMENSION, 1 PAPER SPACE, 1 LWPOLYLINE (3D), 1 POLYLINE.',
    );
  });

  it('is left out when its layer is off or frozen, or it is invisible, and the layers are named', () => {
    const layers = layer('Old', 7, 1) + layer('Off', -3) + layer('Walls', 2);
    const content = file(
      rectangle('A', 0, 0, 1, 1, [8, 'OLD']) +
        rectangle('B', 0, 0, 1, 1, [8, 'Off']) +
        rectangle('C', 0, 0, 1, 1, [8, 'Walls']) +
        rectangle('E', 0, 0, 1, 1, [60, 1]) +
        insert('I', 'X', 0, 0, [8, 'Off']) +
        insert('J', 'X', 0, 0, [8, 'Old']),
      {
        layers,
        blocks: block('X', rectangle('z', 0, 0, 2, 2, [8, 'Walls']) + rectangle('y', 5, 5, 1, 1, [8, '0'])),
      },
    );
    expect([...read(content).elements.keys()].sort()).toEqual(['C', 'I', 'z']);
    expect(extent(content, 'I')).toEqual([0, 0, 2, 2, 4]);
    expect(said(content)).toBe(
      'what is hidden or on layers that are off or frozen was left out: OLD (2), OFF (2), 0 (1).',
    );
  });
});

describe('a file that is no text DXF, or a spoilt one', () => {
  it.each([
    ['binary', 'AutoCAD Binary DXF\r\n\u001a\u0000', 'it is a binary DXF, and only text DXF is read.'],
    ['DWG', 'AC1032\u0000\u0000', 'it is a DWG, not a DXF.'],
    ['something else', 'PK\u0003\u0004', 'it is not a DXF that can be read.'],
    ['nothing', '', 'it is not a DXF that can be read.'],
    [
      'cut off in the middle',
      file(rectangle('A', 0, 0, 1, 1)).slice(0, -30) + '\nGARBAGE\n',
      'it is damaged and was read up to the fault.',
    ],
  ])('(%s) is told apart', (_what, content, why) => {
    expect(said(content)).toContain(why);
    expect(read(content).notes.map(({ severity }) => severity)).toContain('warning');
  });

  it.each([['\r\n'], ['\r']])('reads lines that end with %j, a byte order mark and comments', (end) => {
    const content = `\ufeff999\nmade by hand\n${file(rectangle('A', 0, 0, 2, 3))}`.replaceAll('\n', end);
    expect(extent(content, 'A')).toEqual([0, 0, 2, 3, 6]);
  });

  it('doubts control points that make another scale than its units', () => {
    const plan = (units: number, metres: number) =>
      readDrawing({
        kind: 'dxf',
        href: '',
        content: file(rectangle('A', 0, 0, 2000, 3000), {
          header: groups([9, '$ACADVER'], [1, 'AC1032'], [9, '$INSUNITS'], [70, units]),
        }),
        controlPoints: [
          { px: 0, py: 0, x: 0, y: 0 },
          { px: 1000, py: 0, x: metres, y: 0 },
        ],
      })!.notes.map((note) => english(note.said));
    expect(
      [plan(4, 1), plan(5, 10), plan(6, 1000), plan(1, 25.4), plan(2, 304.8), plan(0, 1)].flat(),
    ).toEqual([]);
    expect(plan(4, 25.4)).toEqual([
      'it says that one unit is 0.001 m, but its control points make it 0.0254 m.',
    ]);
  });
});

it('the package dxf-parser reads the same corners of a plain file', () => {
  const content = file(
    rectangle('A', 1.5, 2.25, 3, 4) + groups([0, 'CIRCLE'], [5, 'C'], [10, 1], [20, 2], [40, 3]),
  );
  const theirs = new DxfParser().parseSync(content)!.entities[0] as unknown as {
    vertices: { x: number; y: number }[];
  };
  const ours = read(content).elements.get('A');
  expect(ours?.type === 'area' && ours.polygons[0]![0]).toEqual(theirs.vertices.map(({ x, y }) => [x, y]));
});
