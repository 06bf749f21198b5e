/** One floor as a static picture, for the report's download: no scripts, no links, no fonts of its own. */
import type { Position } from '../model/building.ts';
import type { PictureFloor, PictureShape } from './map-picture.ts';

/** Pixels per metre at which a label is readable. */
const SCALE = 10;

const FILLS: Readonly<Record<PictureShape['kind'], string>> = {
  outline: '#ffffff',
  circulation: '#f5f5f5',
  room: '#dce9f9',
  desk: '#c7e0c2',
  workspace: '#e3def5',
  section: '#fdf3d8',
  amenity: '#e8e8e8',
  structure: '#9a9a9a',
  other: '#efefef',
};

/** @param tint colour of the edge by source key, for what became of the place */
export function floorSvg(floor: PictureFloor, tint: ReadonlyMap<string, string> = new Map()): string {
  const [left, bottom, right, top] = floor.bounds;
  const [width, height] = [(right - left) * SCALE, (top - bottom) * SCALE];
  const onPage = ([x, y]: Position): Position => [round((x - left) * SCALE), round((top - y) * SCALE)];
  const shapes = inDrawOrder(floor.shapes).map((shape) => {
    const d = shape.polygons
      .flat()
      .map((ring) => `M${ring.map((corner) => onPage(corner).join(' ')).join('L')}Z`)
      .join('');
    const edge = tint.get(shape.key);
    const stroke = edge === undefined ? 'stroke="#666666"' : `stroke="${escaped(edge)}" stroke-width="3"`;
    const title = shape.name === undefined ? '' : `<title>${escaped(shape.name)}</title>`;
    return `<path d="${d}" fill="${FILLS[shape.kind]}" fill-rule="evenodd" ${stroke}>${title}</path>`;
  });
  const labels = floor.shapes
    .filter(({ kind, name }) => kind === 'room' && name !== undefined)
    .map(({ polygons, name = '' }) => {
      const [x, y] = onPage(middle(polygons[0]?.[0] ?? []));
      return `<text x="${x}" y="${y}" font-size="6" text-anchor="middle">${escaped(name)}</text>`;
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 -5 ${round(width + 10)} ${round(height + 10)}" role="img" aria-label="${escaped(floor.name)}" font-family="sans-serif">`,
    ...shapes,
    ...labels,
    '</svg>',
    '',
  ].join('\n');
}

/** Drawn first; everything else lies over them in source order. */
const BELOW: readonly PictureShape['kind'][] = ['outline', 'circulation', 'section'];

const rank = ({ kind }: PictureShape): number => (BELOW.includes(kind) ? BELOW.indexOf(kind) : BELOW.length);

const inDrawOrder = (shapes: readonly PictureShape[]): PictureShape[] =>
  shapes.toSorted((a, b) => rank(a) - rank(b));

const round = (n: number): number => Math.round(n * 10) / 10;

function middle(ring: readonly Position[]): Position {
  const corners = ring.slice(0, -1);
  const sum = corners.reduce<Position>(([x, y], [cx, cy]) => [x + cx, y + cy], [0, 0]);
  return [sum[0] / corners.length, sum[1] / corners.length];
}

const escaped = (text: string): string =>
  // Control characters are not allowed in XML, however they are written.
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
