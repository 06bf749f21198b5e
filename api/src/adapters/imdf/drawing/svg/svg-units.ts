/** Lengths and transforms as SVG and CSS write them. */
import { chain, IDENTITY, scale, shift, turn, type Matrix } from '../matrix.ts';

/** User units of one inch (CSS). */
const INCH = 96;
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  in: INCH,
  pt: INCH / 72,
  pc: INCH / 6,
  cm: INCH / 2.54,
  mm: INCH / 25.4,
  q: INCH / 101.6,
  // Of the browsers' own 16 px font: a plan has no other.
  em: 16,
  rem: 16,
  ex: 8,
};
const LENGTH = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%|[a-z]*)/i;

/** User units; 0 for what is no length. @param whole what 100 % is */
export function lengthOf(text: string | undefined, whole: number): number {
  const [, number, unit = ''] = LENGTH.exec(text ?? '') ?? [];
  if (number === undefined) return 0;
  const factor = unit === '%' ? whole / 100 : (UNITS[unit.toLowerCase()] ?? 0);
  const length = Number(number) * factor;
  return Number.isFinite(length) ? length : 0;
}

const FULL_TURN: Readonly<Record<string, number>> = {
  '': 360,
  deg: 360,
  grad: 400,
  rad: 2 * Math.PI,
  turn: 1,
};

function angleOf(text: string | undefined): number {
  const [, number = '0', unit = ''] = LENGTH.exec(text ?? '') ?? [];
  return (Number(number) / (FULL_TURN[unit.toLowerCase()] ?? NaN)) * 2 * Math.PI;
}

/** Width and height of what percents are of. */
export type Viewport = readonly [width: number, height: number];

type Arguments = readonly string[];
const number = (text: string | undefined): number => (text === undefined ? NaN : Number(text));
const factor = (text: string): number =>
  text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);

const FUNCTIONS: Readonly<Record<string, (args: Arguments, viewport: Viewport) => Matrix | undefined>> = {
  matrix: (args) => (args.length === 6 ? (args.map((one) => number(one)) as unknown as Matrix) : undefined),
  translate: ([x, y], [w, h]) => (x === undefined ? undefined : shift(lengthOf(x, w), lengthOf(y, h))),
  translatex: ([x], [w]) => shift(lengthOf(x, w), 0),
  translatey: ([y], [, h]) => shift(0, lengthOf(y, h)),
  scale: ([x, y = x]) => (x === undefined || y === undefined ? undefined : scale(factor(x), factor(y))),
  scalex: ([x = '']) => scale(factor(x), 1),
  scaley: ([y = '']) => scale(1, factor(y)),
  rotate: ([angle, x, y]) =>
    x === undefined
      ? turn(angleOf(angle))
      : chain(shift(number(x), number(y)), turn(angleOf(angle)), shift(-number(x), -number(y))),
  skew: ([x, y]) => [1, Math.tan(angleOf(y)), Math.tan(angleOf(x)), 1, 0, 0],
  skewx: ([x]) => [1, 0, Math.tan(angleOf(x)), 1, 0, 0],
  skewy: ([y]) => [1, Math.tan(angleOf(y)), 0, 1, 0, 0],
};

const LONGEST_TRANSFORM = 5000;
/** Only a sign has to separate two numbers. */
const ARGUMENT = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:%|[a-z]+)?/gi;

/** @returns nothing when a part of it is not understood: half a transform puts things somewhere else */
export function transformOf(text: string | undefined, viewport: Viewport): Matrix | undefined {
  const trimmed = (text ?? '').trim();
  if (['', 'none'].includes(trimmed)) return IDENTITY;
  if (trimmed.length > LONGEST_TRANSFORM) return undefined;
  let [matrix, read]: [Matrix, number] = [IDENTITY, 0];
  for (const { 0: all, 1: name = '', 2: list = '', index } of trimmed.matchAll(
    /[\s,]*([a-zA-Z]+)\s*\(([^()]*)\)/g,
  )) {
    const args = list.match(ARGUMENT) ?? [];
    if (/[^\s,]/.test(list.replace(ARGUMENT, ''))) return undefined;
    const key = name.toLowerCase();
    const next = Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key]?.(args, viewport) : undefined;
    if (index !== read || !next?.every(Number.isFinite)) return undefined;
    matrix = chain(matrix, next);
    read = index + all.length;
  }
  return /^[\s,]*$/.test(trimmed.slice(read)) ? matrix : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  left: '0%',
  top: '0%',
  center: '50%',
  right: '100%',
  bottom: '100%',
};

/** The point around which CSS turns and scales. */
export function originOf(text: string | undefined, [w, h]: Viewport): readonly [number, number] {
  let [x = '0', y] = (text ?? '')
    .trim()
    .split(/\s+/)
    .filter((one) => one !== '');
  if (x === 'top' || x === 'bottom' || y === 'left' || y === 'right') [x, y] = [y ?? 'center', x];
  y ??= text?.trim() ? 'center' : '0';
  return [lengthOf(WORDS[x] ?? x, w), lengthOf(WORDS[y] ?? y, h)];
}

/** Numbers of a `viewBox`. */
export function viewBoxOf(text: string | undefined): readonly [number, number, number, number] | undefined {
  const numbers = (text ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [x = NaN, y = NaN, w = NaN, h = NaN] = numbers;
  return numbers.length === 4 && numbers.every(Number.isFinite) && w > 0 && h > 0 ? [x, y, w, h] : undefined;
}

/** From the units of a viewBox to those around it: `preserveAspectRatio` says what happens when the shapes differ. */
export function viewBoxMatrix(
  [x, y, w, h]: readonly [number, number, number, number],
  [width, height]: Viewport,
  preserve: string | undefined,
): Matrix {
  const [sx, sy] = [width / w, height / h];
  const words = (preserve ?? '').trim();
  if (words.startsWith('none')) return chain(scale(sx, sy), shift(-x, -y));
  const one = /\bslice\b/.test(words) ? Math.max(sx, sy) : Math.min(sx, sy);
  const share = (axis: 'x' | 'Y'): number => {
    const align = new RegExp(`${axis}(Min|Max)`).exec(words)?.[1];
    return align === 'Min' ? 0 : align === 'Max' ? 1 : 0.5;
  };
  return chain(
    shift((width - w * one) * share('x'), (height - h * one) * share('Y')),
    scale(one, one),
    shift(-x, -y),
  );
}
