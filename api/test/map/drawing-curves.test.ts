/** Curves of drawings become straight lines that are never more than 2 cm off on the ground. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDrawing } from '../../src/adapters/imdf/read-drawing.ts';
import type { ControlPoint, Position } from '../../src/core/model/building.ts';
import {
  bezier,
  bSpline,
  ellipseArc,
  expectFlattened,
  farthest,
  moved,
  samplesOf,
  through,
  together,
  type Map2,
  type Piece,
} from './true-curves.ts';

const LIMIT = 0.02;
const RUNS = 40;

/** In steps, as on any plan: a shape that is nothing at all has no curve. */
const number = (min: number, max: number) =>
  fc.integer({ min: 0, max: 100_000 }).map((step) => min + ((max - min) * step) / 100_000);
const radians = (degrees: number) => (degrees * Math.PI) / 180;
/** Pixels of a metre on a plan from 1:500 to 1:50, at 96 an inch. */
const perMetre = number(96 / 0.0254 / 500, 96 / 0.0254 / 50);

/** Two points of the drawing and where they are; the plan lies turned on the site. */
const controlPoints = (scale: number, yDown: boolean, on: 'metres' | 'earth'): ControlPoint[] => {
  const at = ([px, py]: Position): ControlPoint => {
    const [x, y] = [px / scale, (yDown ? -py : py) / scale];
    const [east, north] = [x * Math.cos(0.6) - y * Math.sin(0.6), x * Math.sin(0.6) + y * Math.cos(0.6)];
    if (on === 'metres') return { px, py, x: east, y: north };
    const [latitude, longitude] = [59.33 + north / 111_411, 18.06 + east / 56_904];
    return { px, py, latitude, longitude };
  };
  return [at([0, 0]), at([40 * scale, 10 * scale])];
};

function ringOf(kind: 'svg' | 'dxf', content: string, scale: number, on: 'metres' | 'earth' = 'metres') {
  const drawing = readDrawing({
    kind,
    href: '',
    content,
    controlPoints: controlPoints(scale, kind === 'svg', on),
  });
  const element = drawing?.elements.get('a');
  return element?.type === 'area' ? element.polygons[0]![0]! : undefined;
}

/** Nothing is drawn of what is thinner than the tolerance: a curve that is a line. */
function expectRead(ring: readonly Position[] | undefined, pieces: readonly Piece[], within: number): void {
  if (ring) expectFlattened(ring, pieces, within);
  else {
    expect(pieces.length).toBeLessThanOrEqual(2);
    expect(farthest(samplesOf(pieces), [pieces[0]!(0), pieces[0]!(1)])).toBeLessThanOrEqual(within);
  }
}

/** What an SVG may say, and what it means. */
const transform: fc.Arbitrary<{ text: string; map: Map2 }> = fc.oneof(
  fc
    .tuple(number(-300, 300), number(-300, 300))
    .map(([x, y]) => ({ text: `translate(${x},${y})`, map: [1, 0, 0, 1, x, y] as Map2 })),
  fc.tuple(number(-180, 180), number(-99, 99), number(-99, 99)).map(([turn, x, y]) => {
    const [cos, sin] = [Math.cos(radians(turn)), Math.sin(radians(turn))];
    return {
      text: `rotate(${turn} ${x} ${y})`,
      map: [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y] as Map2,
    };
  }),
  fc.tuple(number(0.4, 3), number(0.4, 3), fc.boolean()).map(([x, y, mirror]) => ({
    text: `scale(${mirror ? -x : x} ${y})`,
    map: [mirror ? -x : x, 0, 0, y, 0, 0] as Map2,
  })),
  number(-50, 50).map((skew) => ({
    text: `skewX(${skew})`,
    map: [1, 0, Math.tan(radians(skew)), 1, 0, 0] as Map2,
  })),
  number(-50, 50).map((skew) => ({
    text: `skewY(${skew})`,
    map: [1, Math.tan(radians(skew)), 0, 1, 0, 0] as Map2,
  })),
  fc
    .tuple(
      number(0.5, 2),
      number(-0.4, 0.4),
      number(-0.4, 0.4),
      number(-2, -0.5),
      number(-99, 99),
      number(-99, 99),
    )
    .map((values) => ({ text: `matrix(${values.join(' ')})`, map: values })),
);

/** A closed shape around 0, 0 as an SVG element, some metres large, and its true outline. */
interface Shape {
  readonly text: string;
  readonly pieces: readonly Piece[];
}
const unit = number(-1, 1);
const spot = (size: number) => fc.tuple(unit, unit).map(([x, y]): Position => [x * size, y * size]);
const shapeOf = (size: number): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc.tuple(spot(size), number(0.02, 1)).map(([[x, y], r]) => ({
      text: `<circle id="a" cx="${x}" cy="${y}" r="${r * size}"/>`,
      pieces: [ellipseArc([x, y], r * size, r * size, 0, Math.PI, 2 * Math.PI)],
    })),
    fc.tuple(spot(size), number(0.02, 1), number(0.02, 1)).map(([[x, y], a, b]) => ({
      text: `<ellipse id="a" cx="${x}" cy="${y}" rx="${a * size}" ry="${b * size}"/>`,
      pieces: [ellipseArc([x, y], a * size, b * size, 0, Math.PI, 2 * Math.PI)],
    })),
    pathOf(size),
  );

type Step = (
  from: Position,
  control: Position | undefined,
) => { text: string; piece: Piece; end: Position; control?: Position; kind: string };

const step = (size: number): fc.Arbitrary<Step> => {
  const four = fc.tuple(spot(size), spot(size), spot(size), fc.boolean());
  const mirrored = ([x, y]: Position, c: Position): Position => [2 * x - c[0], 2 * y - c[1]];
  const write = (letter: string, relative: boolean, [fx, fy]: Position, points: readonly Position[]) =>
    `${relative ? letter.toLowerCase() : letter}${points.map(([x, y]) => (relative ? `${x - fx} ${y - fy}` : `${x},${y}`)).join(' ')}`;
  return fc.oneof(
    four.map(([b, c, end, relative]): Step => (from) => ({
      text: write('C', relative, from, [b, c, end]),
      piece: bezier(from, b, c, end),
      end,
      control: c,
      kind: 'C',
    })),
    four.map(([c, , end, relative]): Step => (from, control) => ({
      text: write('S', relative, from, [c, end]),
      piece: bezier(from, control ? mirrored(from, control) : from, c, end),
      end,
      control: c,
      kind: 'C',
    })),
    four.map(([b, , end, relative]): Step => (from) => ({
      text: write('Q', relative, from, [b, end]),
      piece: bezier(from, b, end),
      end,
      control: b,
      kind: 'Q',
    })),
    four.map(([, , end, relative]): Step => (from, control) => {
      const b = control ? mirrored(from, control) : from;
      return {
        text: write('T', relative, from, [end]),
        piece: bezier(from, b, end),
        end,
        control: b,
        kind: 'Q',
      };
    }),
    fc
      .tuple(
        number(0.05, 1),
        number(0.05, 1),
        number(-90, 90),
        number(-3, 3),
        number(0.1, 6),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([a, b, turned, start, sweep, back, relative]): Step => (from) => {
        const turn = back ? -sweep : sweep;
        const atZero = ellipseArc([0, 0], a * size, b * size, radians(turned), start, turn);
        const [x, y] = atZero(0);
        const piece = moved([1, 0, 0, 1, from[0] - x, from[1] - y], atZero);
        const end = piece(1);
        const flags = `${sweep > Math.PI ? 1 : 0} ${turn > 0 ? 1 : 0}`;
        const to = relative ? `${end[0] - from[0]} ${end[1] - from[1]}` : `${end[0]} ${end[1]}`;
        return {
          text: `${relative ? 'a' : 'A'}${a * size} ${b * size} ${turned} ${flags} ${to}`,
          piece,
          end,
          kind: 'A',
        };
      }),
  );
};

const pathOf = (size: number): fc.Arbitrary<Shape> =>
  fc.tuple(spot(size), fc.array(step(size), { minLength: 1, maxLength: 5 })).map(([start, steps]) => {
    let [at, text, control, kind]: [Position, string, Position | undefined, string] = [
      start,
      `M${start.join(' ')}`,
      undefined,
      '',
    ];
    const pieces: Piece[] = [];
    for (const one of steps) {
      const family = (made: string) => (made === kind ? control : undefined);
      const trial = one(at, undefined);
      const made = one(at, family(trial.kind));
      pieces.push(made.piece);
      [at, text, control, kind] = [made.end, `${text}${made.text}`, made.control, made.kind];
    }
    pieces.push(bezier(at, start));
    return { text: `<path id="a" d="${text}Z"/>`, pieces };
  });

const svgCase = fc
  .record({
    scale: perMetre,
    metres: number(0.3, 60),
    transforms: fc.array(transform, { maxLength: 4 }),
    on: fc.constantFrom('metres' as const, 'earth' as const),
  })
  .chain(({ scale, metres, transforms, on }) => {
    const map = together(transforms.map((one) => one.map));
    const size = (metres * scale) / Math.sqrt(Math.abs(map[0] * map[3] - map[1] * map[2]));
    return shapeOf(size).map((shape) => ({ scale, transforms, map, shape, on }));
  });

describe('curves of an SVG', () => {
  it('are within 2 cm of the true curve, both ways, under any transform and scale', () => {
    fc.assert(
      fc.property(svgCase, fc.boolean(), ({ scale, transforms, map, shape, on }, oneGroup) => {
        const groups = oneGroup
          ? [transforms.map(({ text }) => text).join(' ')]
          : transforms.map(({ text }) => text);
        const open = groups.map((text) => `<g transform="${text}">`).join('');
        const content = `<svg xmlns="http://www.w3.org/2000/svg">${open}${shape.text}${'</g>'.repeat(groups.length)}</svg>`;
        const ring = ringOf('svg', content, scale, on);
        expectRead(
          ring,
          shape.pieces.map((piece) => moved(map, piece)),
          LIMIT * scale,
        );
      }),
      { numRuns: 2 * RUNS },
    );
  });
});

const pairs = (...values: readonly (string | number)[]): string => `${values.join('\n')}\n`;
const dxfOf = (blocks: string, entities: string) =>
  `${pairs(0, 'SECTION', 2, 'BLOCKS')}${blocks}${pairs(0, 'ENDSEC', 0, 'SECTION', 2, 'ENTITIES')}${entities}${pairs(0, 'ENDSEC', 0, 'EOF')}`;

const pointsOf = (code: number, points: readonly Position[]) =>
  points.map(([x, y]) => pairs(code, x, code + 10, y)).join('');

const ring = (size: number) =>
  fc.array(fc.tuple(spot(size), fc.oneof(fc.constant(0), number(-3, 3))), { minLength: 3, maxLength: 6 });

/** An arc by its bulge: a corner, its angle at the centre is four times the arc tangent. */
const bulged = (a: Position, b: Position, bulge: number): Piece => {
  if (Math.abs(bulge) < 1e-9) return bezier(a, b);
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const half = 2 * Math.atan(bulge);
  const off = Math.hypot(dx, dy) / 2 / Math.tan(half);
  const length = Math.hypot(dx, dy);
  const centre: Position = [(a[0] + b[0]) / 2 - (dy / length) * off, (a[1] + b[1]) / 2 + (dx / length) * off];
  const r = Math.hypot(a[0] - centre[0], a[1] - centre[1]);
  return ellipseArc(centre, r, r, 0, Math.atan2(a[1] - centre[1], a[0] - centre[0]), 2 * half);
};

const splineShape = (size: number) =>
  fc
    .tuple(
      fc.integer({ min: 2, max: 4 }),
      fc.array(fc.tuple(spot(size), number(0.4, 3)), { minLength: 5, maxLength: 9 }),
      fc.boolean(),
    )
    .map(([degree, corners, rational]) => {
      const first = corners[0]![0];
      const points = [...corners.map(([at]) => at), first];
      const weights = [
        ...corners.map(([, weight]) => (rational ? weight : 1)),
        rational ? corners[0]![1] : 1,
      ];
      const inner = points.length - degree - 1;
      const knots = [
        ...Array(degree + 1).fill(0),
        ...Array.from({ length: inner }, (_, i) => (i + 1) * (i + 1)),
        ...Array(degree + 1).fill((inner + 1) ** 2),
      ];
      const text = `${pairs(0, 'SPLINE', 5, 'a', 70, 1, 71, degree, 72, knots.length, 73, points.length)}${knots.map((knot) => pairs(40, knot)).join('')}${rational ? weights.map((weight) => pairs(41, weight)).join('') : ''}${pointsOf(10, points)}`;
      return { text, pieces: bSpline(degree, knots, points, weights) };
    });

const dxfShape = (size: number): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc.tuple(spot(size), number(0.02, 1)).map(([[x, y], r]) => ({
      text: pairs(0, 'CIRCLE', 5, 'a', 10, x, 20, y, 40, r * size),
      pieces: [ellipseArc([x, y], r * size, r * size, 0, 0, 2 * Math.PI)],
    })),
    fc
      .tuple(spot(size), number(0.05, 1), number(0.05, 1), number(-3, 3))
      .map(([[x, y], a, ratio, turned]) => ({
        text: pairs(
          0,
          'ELLIPSE',
          5,
          'a',
          10,
          x,
          20,
          y,
          11,
          a * size * Math.cos(turned),
          21,
          a * size * Math.sin(turned),
          40,
          ratio,
          41,
          0,
          42,
          2 * Math.PI,
        ),
        pieces: [ellipseArc([x, y], a * size, a * ratio * size, turned, 0, 2 * Math.PI)],
      })),
    // Half an ellipse, or an arc, and the line that closes it.
    fc.tuple(spot(size), number(0.05, 1), number(0, 360), number(20, 340)).map(([centre, r, from, sweep]) => {
      const arc = ellipseArc(centre, r * size, r * size, 0, radians(from), radians(sweep));
      const [a, b] = [arc(0), arc(1)];
      return {
        text: `${pairs(0, 'ARC', 5, 'a', 10, centre[0], 20, centre[1], 40, r * size, 50, from, 51, (from + sweep) % 360)}${pairs(0, 'LINE', 5, 'b', 10, a[0], 20, a[1], 11, b[0], 21, b[1])}`,
        pieces: [arc, bezier(b, a)],
      };
    }),
    ring(size).map((corners) => ({
      text: `${pairs(0, 'LWPOLYLINE', 5, 'a', 90, corners.length, 70, 1)}${corners.map(([[x, y], bulge]) => pairs(10, x, 20, y, 42, bulge, 91, 0)).join('')}`,
      pieces: corners.map(([at, bulge], i) => bulged(at, corners[(i + 1) % corners.length]![0], bulge)),
    })),
    splineShape(size),
  );

interface Insert {
  readonly x: number;
  readonly y: number;
  readonly sx: number;
  readonly sy: number;
  readonly turned: number;
  readonly base: Position;
  readonly below: boolean;
}
const insert = fc.record<Insert>({
  x: number(-500, 500),
  y: number(-500, 500),
  sx: fc.oneof(number(0.4, 3), number(-3, -0.4)),
  sy: fc.oneof(number(0.4, 3), number(-3, -0.4)),
  turned: number(-360, 360),
  base: spot(50),
  below: fc.boolean(),
});
const mapOf = ({ x, y, sx, sy, turned, base, below }: Insert): Map2 =>
  together([
    [below ? -1 : 1, 0, 0, 1, 0, 0],
    [1, 0, 0, 1, x, y],
    [
      Math.cos(radians(turned)),
      Math.sin(radians(turned)),
      -Math.sin(radians(turned)),
      Math.cos(radians(turned)),
      0,
      0,
    ],
    [sx, 0, 0, sy, 0, 0],
    [1, 0, 0, 1, -base[0], -base[1]],
  ]);
const insertOf = (block: string, { x, y, sx, sy, turned, below }: Insert) =>
  pairs(
    0,
    'INSERT',
    5,
    `I${block}`,
    2,
    block,
    10,
    x,
    20,
    y,
    41,
    sx,
    42,
    sy,
    43,
    1,
    50,
    turned,
    210,
    0,
    220,
    0,
    230,
    below ? -1 : 1,
  );

describe('curves of a DXF', () => {
  it('are within 2 cm of the true curve, both ways, in nested, mirrored and stretched blocks', () => {
    const one = fc
      .record({
        perUnit: fc.constantFrom(1, 100, 1000, 39.37),
        metres: number(0.3, 60),
        inserts: fc.array(insert, { maxLength: 3 }),
      })
      .chain(({ perUnit, metres, inserts }) => {
        const map = together(inserts.map(mapOf));
        const size = (metres * perUnit) / Math.sqrt(Math.abs(map[0] * map[3] - map[1] * map[2]));
        return dxfShape(size).map((shape) => ({ perUnit, map, inserts, shape }));
      });
    fc.assert(
      fc.property(one, ({ perUnit, map, inserts, shape }) => {
        const content = (i: number): string => {
          const next = inserts[i];
          return next ? insertOf(`B${i}`, next) : shape.text;
        };
        const blocks = inserts.map(
          ({ base }, i) =>
            `${pairs(0, 'BLOCK', 2, `B${i}`, 10, base[0], 20, base[1])}${content(i + 1)}${pairs(0, 'ENDBLK')}`,
        );
        const flat = ringOf('dxf', dxfOf(blocks.join(''), content(0)), perUnit);
        expectRead(
          flat,
          shape.pieces.map((piece) => moved(map, piece)),
          LIMIT * perUnit,
        );
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it('are what the truth is measured with: a coarse outline is caught', () => {
    const arc = ellipseArc([0, 0], 10, 10, 0, 0, 2 * Math.PI);
    const coarse = Array.from({ length: 40 }, (_, i) => arc(i / 40));
    expect(() => expectFlattened(coarse, [arc], LIMIT)).toThrow();
    expect(through([1, 0, 0, 1, 2, 3], [0, 0])).toEqual([2, 3]);
  });
});
