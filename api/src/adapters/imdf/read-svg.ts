/** An SVG floor plan as shapes by id. Only geometry is read: nothing in it is run, fetched or shown. */
import { parseSync, type INode } from 'svgson';
import type { Position } from '../../core/model/building.ts';
import type { DrawnElement, Drawing } from '../../core/map/drawing.ts';
import { nested, ringsOfPath } from './flatten.ts';

const MOST_ELEMENTS = 100_000;
const DEEPEST = 100;
/** Text of one path, in characters: no room has an outline of tens of thousands of corners. */
const LONGEST_PATH = 300_000;

/** Never looked into. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'script',
  'foreignObject',
  'image',
  'style',
  'animate',
  'animateTransform',
  'set',
  'iframe',
  'filter',
]);
/** Templates that are not drawn themselves. */
const SILENT: ReadonlySet<string> = new Set([
  'defs',
  'symbol',
  'clipPath',
  'mask',
  'marker',
  'pattern',
  'linearGradient',
  'radialGradient',
  'metadata',
  'title',
  'desc',
]);

/** @param tolerance how far a flattened curve may be off, in units of the drawing */
export function readSvg(content: string, tolerance: number): Drawing {
  const unreadable = (why: string): Drawing => ({ yDown: true, elements: new Map(), notes: [why] });
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(content)) return unreadable('it declares entities and is not read.');
  if (tooDeep(content)) return unreadable('its elements are nested too deep or too many to be read.');
  let root: INode;
  try {
    root = parseSync(content);
  } catch {
    return unreadable('it is not well-formed SVG.');
  }
  const reader = new SvgReader(tolerance);
  reader.walk(root, []);
  return { yDown: true, elements: reader.elements, notes: reader.notes() };
}

/** Counted in the text, before the parser recurses into it. */
function tooDeep(content: string): boolean {
  let [depth, count] = [0, 0];
  for (const [tag] of content.matchAll(/<\/?[A-Za-z][^<>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else {
      count += 1;
      if (!tag.endsWith('/>')) depth += 1;
    }
    if (depth > DEEPEST || count > MOST_ELEMENTS) return true;
  }
  return false;
}

class SvgReader {
  readonly elements = new Map<string, DrawnElement>();
  readonly #tolerance: number;
  readonly #leftOut = new Map<string, number>();

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  notes(): string[] {
    return [...this.#leftOut].map(([name, count]) => `${count} <${name}> left out.`);
  }

  /** @param above transforms of the elements around it, innermost first. @returns the areas below */
  walk(node: INode, above: readonly string[]): Position[][][] {
    const { name, attributes, children } = node;
    const path = pathOf(name, attributes);
    if (LEFT_OUT.has(name) || (path?.length ?? 0) > LONGEST_PATH) {
      this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + 1);
      return [];
    }
    if (SILENT.has(name) || attributes['display'] === 'none') return [];
    const own = attributes['transform'];
    const transforms = own === undefined || own === '' ? above : [own, ...above];
    const areas =
      path === undefined
        ? children.flatMap((child) => this.walk(child, transforms))
        : nested(ringsOfPath(path, transforms, this.#tolerance));
    this.#keep(node, areas, transforms);
    return areas;
  }

  #keep({ name, attributes }: INode, areas: Position[][][], transforms: readonly string[]): void {
    const ids = [
      attributes['id'],
      attributes['data-id'],
      attributes['data-ref'],
      attributes['inkscape:label'],
    ];
    for (const id of ids) {
      if (id === undefined || id === '' || name === 'svg' || this.elements.has(id)) continue;
      const at = areas.length === 0 ? pointOf(name, attributes, transforms) : undefined;
      if (areas.length > 0) this.elements.set(id, { type: 'area', polygons: areas });
      else if (at) this.elements.set(id, { type: 'point', at });
    }
  }
}

type Attributes = Readonly<Record<string, string>>;

const number = (attributes: Attributes, name: string): number =>
  Number.parseFloat(attributes[name] ?? '0') || 0;

/** Path data of everything that has an area. */
function pathOf(name: string, attributes: Attributes): string | undefined {
  const of = (attribute: string) => number(attributes, attribute);
  switch (name) {
    case 'path':
      return attributes['d'] ?? '';
    case 'polygon':
    case 'polyline':
      return `M${attributes['points'] ?? ''}Z`;
    case 'rect': {
      const [x, y, w, h] = [of('x'), of('y'), of('width'), of('height')];
      return w > 0 && h > 0 ? `M${x} ${y}h${w}v${h}h${-w}Z` : '';
    }
    case 'circle':
      return ellipse(of('cx'), of('cy'), of('r'), of('r'));
    case 'ellipse':
      return ellipse(of('cx'), of('cy'), of('rx'), of('ry'));
    default:
      return undefined;
  }
}

const ellipse = (x: number, y: number, rx: number, ry: number): string =>
  rx > 0 && ry > 0 ? `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z` : '';

/** Symbols and texts stand for a point. */
function pointOf(name: string, attributes: Attributes, transforms: readonly string[]): Position | undefined {
  if (!['use', 'text', 'circle', 'ellipse'].includes(name)) return undefined;
  const [x, y] =
    name === 'use' || name === 'text'
      ? [number(attributes, 'x'), number(attributes, 'y')]
      : [number(attributes, 'cx'), number(attributes, 'cy')];
  // A tiny triangle goes through the same transforms; its first corner is the point.
  return ringsOfPath(`M${x} ${y}l1 0l0 1Z`, transforms, 1)[0]?.[0];
}
