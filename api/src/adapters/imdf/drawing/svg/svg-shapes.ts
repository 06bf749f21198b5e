/** The basic shapes of SVG as path data. */
import { lengthOf, type Viewport } from './svg-units.ts';

type Property = (name: string) => string | undefined;

/** @returns path data of everything that has an area; nothing for other elements */
export function pathOf(name: string, of: Property, [w, h]: Viewport): string | undefined {
  const x = (property: string): number => lengthOf(of(property), w);
  const y = (property: string): number => lengthOf(of(property), h);
  switch (name) {
    case 'path':
      return (of('d') ?? '').replace(/^path\(\s*["'](.*)["']\s*\)$/s, '$1');
    case 'polygon':
      return `M${of('points') ?? ''}Z`;
    case 'polyline':
      return `M${of('points') ?? ''}`;
    case 'rect':
      return rect([x('x'), y('y'), x('width'), y('height')], radii(of, [w, h]));
    case 'circle': {
      // Percents of a radius are of the diagonal, over the root of two.
      const r = lengthOf(of('r'), Math.hypot(w, h) / Math.SQRT2);
      return ellipse(x('cx'), y('cy'), r, r);
    }
    case 'ellipse': {
      const [rx, ry] = radii(of, [w, h]);
      return ellipse(x('cx'), y('cy'), rx, ry);
    }
    default:
      return undefined;
  }
}

/** One radius that is not given is as large as the other. */
function radii(of: Property, [w, h]: Viewport): readonly [number, number] {
  const given = (name: string): boolean => ![undefined, '', 'auto'].includes(of(name));
  const [rx, ry] = [lengthOf(of('rx'), w), lengthOf(of('ry'), h)];
  return [given('rx') ? rx : ry, given('ry') ? ry : rx];
}

type Four = readonly [number, number, number, number];

function rect([x, y, w, h]: Four, [rx, ry]: readonly [number, number]): string {
  if (!(w > 0 && h > 0)) return '';
  if (!(rx > 0 && ry > 0)) return `M${x} ${y}h${w}v${h}h${-w}Z`;
  const [a, b] = [Math.min(rx, w / 2), Math.min(ry, h / 2)];
  const corner = (dx: number, dy: number): string => `a${a} ${b} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [w - 2 * a, h - 2 * b];
  return `M${x + a} ${y}h${across}${corner(a, b)}v${down}${corner(-a, b)}h${-across}${corner(-a, -b)}v${-down}${corner(a, -b)}Z`;
}

const ellipse = (x: number, y: number, rx: number, ry: number): string =>
  rx > 0 && ry > 0 ? `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z` : '';
