/** A DXF floor plan: closed polylines by their handle and by the text that stands in them. */
import { createRequire } from 'node:module';
import type { DxfParser as Parser } from 'dxf-parser';
import type { Position } from '../../core/model/building.ts';
import type { DrawnElement, Drawing } from '../../core/map/drawing.ts';
import { areaOf, bulged, inside } from './flatten.ts';

/** The package is the class itself, though its types say that it only contains it. */
const DxfParser = createRequire(import.meta.url)('dxf-parser') as typeof Parser;

const MOST_ENTITIES = 200_000;

/** What is read of an entity; the library's types promise more than files keep. */
interface Entity {
  readonly type?: string;
  readonly handle?: string | number;
  readonly shape?: boolean;
  readonly vertices?: readonly { readonly x?: number; readonly y?: number; readonly bulge?: number }[];
  readonly text?: string;
  readonly startPoint?: { readonly x: number; readonly y: number };
  readonly position?: { readonly x: number; readonly y: number };
  readonly name?: string;
}

/** @param tolerance how far a flattened arc may be off, in units of the drawing */
export function readDxf(content: string, tolerance: number): Drawing {
  const entities = parsed(content);
  if (entities === undefined || entities.length > MOST_ENTITIES)
    return { yDown: false, elements: new Map(), notes: ['it is not a DXF that can be read.'] };
  const elements = new Map<string, DrawnElement>();
  const add = (id: string, element: DrawnElement): void => {
    if (id !== '' && !elements.has(id)) elements.set(id, element);
  };
  const lines = entities.filter(({ type }) => type === 'LWPOLYLINE' || type === 'POLYLINE');
  const rings = lines.flatMap((line): Position[][] => {
    const ring = ringOf(line, tolerance);
    if (!ring) return [];
    add(handleOf(line), { type: 'area', polygons: [[ring]] });
    return [ring];
  });
  // Smallest first: a text belongs to the innermost outline around it.
  const bySize = rings.toSorted((a, b) => Math.abs(areaOf(a)) - Math.abs(areaOf(b)));
  for (const entity of entities) {
    const at = entity.startPoint ?? entity.position;
    if (at === undefined) continue;
    const point: Position = [at.x, at.y];
    if (entity.type === 'INSERT') add(handleOf(entity), { type: 'point', at: point });
    if (entity.type !== 'TEXT' && entity.type !== 'MTEXT') continue;
    const around = bySize.find((ring) => inside(ring, point));
    const element = around
      ? { type: 'area' as const, polygons: [[around]] }
      : { type: 'point' as const, at: point };
    add(plainText(entity.text ?? ''), element);
  }
  const open = lines.length - rings.length;
  return { yDown: false, elements, notes: open > 0 ? [`${open} open polylines left out.`] : [] };
}

const handleOf = ({ handle }: Entity): string => String(handle ?? '');

/** A polyline that says it has more corners than its file has lines would make the parser build them all. */
function countsLie(content: string): boolean {
  const lines = content.split(/\r\n|\r|\n/);
  return lines.some(
    (line, i) => i % 2 === 0 && line.trim() === '90' && Math.abs(Number(lines[i + 1])) > lines.length,
  );
}

function parsed(content: string): readonly Entity[] | undefined {
  if (countsLie(content)) return undefined;
  try {
    const dxf = new DxfParser().parseSync(content);
    return dxf?.entities;
  } catch {
    return undefined;
  }
}

function ringOf({ shape, vertices = [] }: Entity, tolerance: number): Position[] | undefined {
  const corners = vertices.map(({ x = NaN, y = NaN }): Position => [x, y]);
  const [first, last] = [corners[0], corners.at(-1)];
  const closed = shape === true || (first?.[0] === last?.[0] && first?.[1] === last?.[1]);
  if (!closed || corners.length < 2 || !corners.flat().every(Number.isFinite)) return undefined;
  const ring = corners.flatMap((corner, i) =>
    bulged(corner, corners[(i + 1) % corners.length] ?? corner, vertices[i]?.bulge ?? 0, tolerance),
  );
  return ring.length >= 3 ? ring : undefined;
}

/** Without the formatting of a multi-line text: `{\fArial;Birch}\P4 seats` is `Birch 4 seats`. */
const plainText = (text: string): string =>
  text
    .replace(/\\[Pp]/g, ' ')
    .replace(/\\[A-Za-z][^;\\{}]*;/g, '')
    .replace(/[{}]/g, '')
    .trim();
