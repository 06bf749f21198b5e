/** Buildings of every awkward kind, drawn at random, and what of each has to be found again on its map. */
import fc from 'fast-check';
import type { Building, Floor, Geometry, Position, Space } from '../../src/core/model/building.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import { onEarth } from './earth.ts';

type Anchor = readonly [latitude: number, longitude: number];

/** A shape as it was meant, in metres of the building: the first ring is the outline. */
export interface Meant {
  readonly key: string;
  readonly floor: string;
  readonly rings: readonly (readonly Position[])[];
  /** It shares its walls with its neighbours, and together they fill the floor. */
  readonly tile: boolean;
}

export interface Generated {
  readonly building: Building;
  readonly anchor: Anchor;
  /** Degrees clockwise from north to the plan's own up. */
  readonly rotation: number;
  /** How far corners were put off from where they are meant, metres. */
  readonly slack: number;
  /** Shapes that need no repair. */
  readonly meant: readonly Meant[];
}

const ANCHORS: readonly Anchor[] = [
  [59.33, 18.06],
  [0.4, 0.9],
  [-33.86, 151.2],
  [64.1, -179.9999],
  [-17.7, 179.9999],
  [-16.9, -179.9997],
  [69.9, 25.1],
  [-54.8, -68.3],
  [78.2, 15.6],
];

const NAMES = ['Birch', '会議室', 'غرفة ٣', 'Łódź', 'Зал «Юг»', 'A"\\\n', '👩‍💻 corner'];

const lengths = (most: number) =>
  fc
    .array(fc.integer({ min: 700, max: 9000 }), { minLength: 1, maxLength: most })
    .map((widths) => widths.reduce<number[]>((all, w) => [...all, (all.at(-1) ?? 0) + w / 1000], [0]));

interface Plan {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly pattern: 'grid' | 'bricks' | 'corners';
}

/** Walls between rooms in plain rows, in rows that are shifted against each other, or with a corner cut out. */
const plans = (most: number): fc.Arbitrary<Plan> =>
  fc.record({
    xs: lengths(most),
    ys: lengths(most),
    pattern: fc.constantFrom('grid', 'bricks', 'corners'),
  });

function tilesOf({ xs, ys, pattern }: Plan): Position[][] {
  return ys.slice(1).flatMap((top, j) => {
    const bottom = ys[j] ?? 0;
    const width = xs.at(-1) ?? 0;
    const shifted = pattern === 'bricks' && j % 2 === 1;
    const cuts = shifted
      ? [
          0,
          ...xs
            .slice(1, -1)
            .map((x) => width - x)
            .toSorted((a, b) => a - b),
          width,
        ]
      : xs;
    return cuts.slice(1).flatMap((right, i) => {
      const left = cuts[i] ?? 0;
      const whole = box(left, bottom, right - left, top - bottom);
      if (pattern !== 'corners' || (i + j) % 2 === 1) return [whole];
      const [mx, my] = [left + (right - left) * 0.4, bottom + (top - bottom) * 0.6];
      const bent: Position[] = [
        [left, bottom],
        [right, bottom],
        [right, my],
        [mx, my],
        [mx, top],
        [left, top],
        [left, bottom],
      ];
      return [bent, box(mx, my, right - mx, top - my)];
    });
  });
}

/** Forms of a shape: `plain` ones are kept as they are, the others are repaired and a finding says so. */
function formOf(form: string, x: number, y: number, w: number, d: number): Position[][] {
  const whole = box(x, y, w, d);
  const hole = (at: number): Position[] => box(x + w * at, y + d * 0.4, w * 0.1, d * 0.2);
  const round = Array.from({ length: 64 }, (_, i): Position => {
    const turn = (i * Math.PI) / 32;
    return [x + (w / 2) * (1 + Math.cos(turn)), y + (d / 2) * (1 + Math.sin(turn))];
  });
  const forms: Record<string, Position[][]> = {
    box: [whole],
    mirrored: [whole.toReversed()],
    L: [
      [
        [x, y],
        [x + w, y],
        [x + w, y + d / 2],
        [x + w / 2, y + d / 2],
        [x + w / 2, y + d],
        [x, y + d],
        [x, y],
      ],
    ],
    round: [round],
    holed: [whole, hole(0.3).toReversed()],
    holes: [whole, hole(0.1), hole(0.45), hole(0.8)],
    repeated: [[...whole.slice(0, 2), ...whole.slice(1)]],
    open: [whole.slice(0, -1)],
    bowtie: [
      [
        [x, y],
        [x + w, y + d],
        [x + w, y],
        [x, y + d],
        [x, y],
      ],
    ],
    spike: [[...whole.slice(0, 2), [x + 2 * w, y], ...whole.slice(1)]],
    sliver: [
      [
        [x, y],
        [x + w, y],
        [x + w, y + 0.004],
        [x + w / 2, y + 0.002],
        [x, y + 0.004],
        [x, y],
      ],
    ],
    touching: [whole, box(x, y + d * 0.25, w * 0.3, d * 0.5)],
    swallowed: [whole, box(x - 1, y - 1, w + 2, d + 2)],
  };
  return forms[form] ?? [];
}

const PLAIN = ['box', 'mirrored', 'L', 'round', 'holed', 'holes', 'repeated', 'open'];
const BROKEN = ['bowtie', 'spike', 'sliver', 'touching', 'swallowed'];
const turned = (rings: readonly (readonly Position[])[], angle: number): Position[][] =>
  rings.map((ring) =>
    ring.map(([x, y]): Position => {
      const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
      return [x * cos - y * sin, x * sin + y * cos];
    }),
  );

interface Odd {
  readonly space: Space;
  readonly rings: Position[][];
  readonly plain: boolean;
}

const size = fc.double({ min: 0.6, max: 30, noNaN: true });
const place = fc.double({ min: -40, max: 40, noNaN: true });
const odds = (key: string): fc.Arbitrary<Odd> =>
  fc
    .record({
      x: place,
      y: place,
      w: size,
      d: size,
      angle: fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true })),
      kind: fc.constantFrom<Space['kind'][]>(
        'room',
        'desk',
        'workspace',
        'circulation',
        'structure',
        'section',
      ),
      form: fc.constantFrom(...PLAIN, ...BROKEN),
      name: fc.constantFrom('', ...NAMES),
    })
    .map(({ x, y, w, d, angle, kind, form, name }) => {
      const rings = turned(formOf(form, x, y, w, d), angle);
      return { space: space(key, kind, local(...rings), { name }), rings, plain: PLAIN.includes(form) };
    });

/** One shape of any form. */
export const oddSpace = (key: string): fc.Arbitrary<Space> => odds(key).map((odd) => odd.space);

const oddFew = fc
  .uniqueArray(fc.integer({ min: 0, max: 1e6 }), { maxLength: 6 })
  .chain((keys) => fc.tuple(...keys.map((key) => odds(`x${key}`))));

/** Hand-drawn corners are never quite the same: each is off by up to this, metres. */
const SHAKE = 0.0003;

/** The same shaking for the same number. */
function shaken(rings: Position[][], seed: number): Position[][] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 2_147_483_648 - 0.5) * 2 * SHAKE;
  };
  return rings.map((ring) => ring.map(([x, y]): Position => [x + next(), y + next()]));
}

const storeys = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }).map((count) => ({ count, most: 4 })) },
  { weight: 1, arbitrary: fc.constant({ count: 30, most: 2 }) },
);

export const generated: fc.Arbitrary<Generated> = storeys.chain(({ count, most }) =>
  fc
    .record({
      anchor: fc.constantFrom(...ANCHORS),
      rotation: fc.oneof(fc.constantFrom(0, 90, -90), fc.double({ min: -180, max: 360, noNaN: true })),
      mirrored: fc.boolean(),
      shake: fc.integer({ min: 0, max: 1000 }),
      inDegrees: fc.boolean(),
      outlined: fc.boolean(),
      name: fc.constantFrom(...NAMES),
      floors: fc.array(plans(most), { minLength: count, maxLength: count }),
      more: oddFew,
    })
    .map(assembled),
);

interface Choices {
  readonly anchor: Anchor;
  readonly rotation: number;
  readonly mirrored: boolean;
  readonly shake: number;
  readonly inDegrees: boolean;
  readonly outlined: boolean;
  readonly name: string;
  readonly floors: readonly Plan[];
  readonly more: readonly Odd[];
}

function assembled(choices: Choices): Generated {
  const { anchor, rotation, name } = choices;
  const meant: Meant[] = [];
  const floors = choices.floors.map((plan, n) => storey(plan, n, choices, meant));
  const [latitude, longitude] = anchor;
  const frame = { frame: { anchor: { latitude, longitude }, rotation, scale: 1 } };
  return {
    building: drawn(floors, { name, ...frame }),
    anchor,
    rotation,
    meant,
    slack: choices.shake === 0 ? 0 : SHAKE,
  };
}

function storey(plan: Plan, n: number, choices: Choices, meant: Meant[]): Floor {
  const { anchor, rotation, mirrored, shake, inDegrees, outlined, more } = choices;
  const key = `f${n}`;
  const placed = (rings: Position[][]): Geometry =>
    inDegrees
      ? {
          type: 'geo',
          polygons: [rings.map((ring) => ring.map((point) => onEarth(point, anchor, rotation)))],
        }
      : local(...rings);
  const tiles = tilesOf(plan).map((ring, i) => {
    const rings = [mirrored ? ring.map(([x, y]): Position => [-x, y]) : ring];
    meant.push({ key: `t${n}-${i}`, floor: key, rings, tile: true });
    const name = `${NAMES[(i + n) % NAMES.length]} ${i}`;
    return space(`t${n}-${i}`, 'room', placed(shake === 0 ? rings : shaken(rings, shake + i)), { name });
  });
  const own = n === 0 ? more : [];
  for (const { space: one, rings, plain } of own)
    if (plain) meant.push({ key: one.key, floor: key, rings, tile: false });
  const spaces = [...tiles, ...own.map(({ space: one, rings }) => ({ ...one, geometry: placed(rings) }))];
  const [width, depth] = [plan.xs.at(-1) ?? 1, plan.ys.at(-1) ?? 1];
  const outline = placed([box(mirrored ? -width : 0, 0, width, depth)]);
  return floor(key, n - 1, spaces, outlined ? { outline } : {});
}
