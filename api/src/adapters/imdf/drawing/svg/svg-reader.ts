import type { INode } from 'svgson';
import type { Drawing, DrawnElement } from '../../../../core/map/drawing.ts';
import { say, type Sentence } from '../../../../core/model/sentence.ts';
import type { Position } from '../../../../core/model/building.ts';
import { areaElement, Collected } from '../collected.ts';
import { chain, IDENTITY, mapped, shift, type Matrix } from '../matrix.ts';
import { boxOf, nested, type Polygon } from '../rings.ts';
import { ringsOfPath } from './svg-path.ts';
import { pathOf } from './svg-shapes.ts';
import { StyleSheets } from './svg-style.ts';
import { linesOf, unescapedId } from './svg-tree.ts';
import { lengthOf, originOf, transformOf, viewBoxMatrix, viewBoxOf, type Viewport } from './svg-units.ts';

/** Elements that are drawn, those drawn again by `use` counted again. */
const MOST_DRAWN = 100_000;
/** `use` of something that holds a `use`, and so on. */
const DEEPEST_USE = 20;
/** Text of one path, in characters: no room has an outline of tens of thousands of corners. */
const LONGEST_PATH = 300_000;
/** Text of all paths, those drawn again by `use` counted again. */
const MOST_PATH_TEXT = 20_000_000;
/** Rings of one path. */
const MOST_RINGS = 2000;

const CONTAINERS: ReadonlySet<string> = new Set(['svg', 'g', 'a', 'switch']);
/** Templates and words about the drawing: nothing of it is drawn where it stands. */
const SILENT: ReadonlySet<string> = new Set([
  'defs',
  'symbol',
  'clipPath',
  'mask',
  'marker',
  'pattern',
  'linearGradient',
  'radialGradient',
  'filter',
  'metadata',
  'title',
  'desc',
  'style',
  'view',
]);
/** Attributes beside `id` in which drawing programs keep a name. */
const NAMES = [
  'data-id',
  'data-ref',
  'data-key',
  'data-name',
  'data-label',
  'data-number',
  'data-room',
  'data-room-id',
  'data-desk',
  'data-desk-id',
  'data-space',
  'data-space-id',
  'data-cell-id',
  'inkscape:label',
  'aria-label',
] as const;

/** What counts for an element and everything in it. */
interface Around {
  readonly matrix: Matrix;
  readonly viewport: Viewport;
  readonly visible: boolean;
  readonly rule: 'nonzero' | 'evenodd';
  /** Inside of how many `use`; their templates are not drawn where they stand. */
  readonly uses: readonly INode[];
  /** Of a `use`: what its symbol has to fill. */
  readonly size?: { readonly width: string | undefined; readonly height: string | undefined };
}

export class SvgReader {
  readonly #root: INode;
  readonly #tolerance: number;
  readonly #found = new Collected();
  readonly #styles = new StyleSheets();
  readonly #byId = new Map<string, INode>();
  #drawn = 0;
  #pathText = 0;
  readonly #counts = { hidden: 0, open: 0, broken: 0, moved: 0, clipped: 0, missing: 0, large: 0 };

  constructor(root: INode, tolerance: number) {
    this.#root = root;
    this.#tolerance = tolerance;
    this.#index(root);
  }

  read(): Drawing {
    const { attributes } = this.#root;
    const box = viewBoxOf(attributes['viewBox']);
    const viewport: Viewport = box
      ? [box[2], box[3]]
      : [lengthOf(attributes['width'] ?? '300', 300), lengthOf(attributes['height'] ?? '150', 150)];
    const around: Around = { matrix: IDENTITY, viewport, visible: true, rule: 'nonzero', uses: [] };
    for (const child of this.#root.children) this.#walk(child, around);
    this.#tell();
    return this.#found.drawing(true);
  }

  #index(node: INode): void {
    const { attributes, children, name } = node;
    const id = attributes['id'] ?? '';
    if (id !== '' && !this.#byId.has(id)) this.#byId.set(id, node);
    if (name === 'style') this.#styles.add(children.map(({ value }) => value).join(''));
    for (const child of children) this.#index(child);
  }

  /** @returns the areas of the element and of everything in it */
  #walk(node: INode, around: Around): Polygon[] {
    const { name, type } = node;
    if (type === 'text' || SILENT.has(name) || name.includes(':')) return [];
    if ((this.#drawn += 1) > MOST_DRAWN || this.#found.room <= 0) {
      this.#found.tooMuch();
      return [];
    }
    const of = this.#styles.of(node);
    if (of('display') === 'none') {
      this.#counts.hidden += 1;
      return [];
    }
    const here = this.#inside(of, around);
    if (!here) return [];
    const areas = this.#areasOf(node, of, here);
    if (areas.length > 0) this.#clip(of('clip-path'), areas, here);
    this.#name(node, of, areas, here);
    return areas;
  }

  #inside(of: Property, around: Around): Around | undefined {
    const own = transformOf(of('transform'), around.viewport);
    if (!own || (own !== IDENTITY && of('transform-box') === 'fill-box' && of('transform-origin'))) {
      this.#counts.moved += 1;
      return undefined;
    }
    const [x, y] = originOf(of('transform-origin'), around.viewport);
    const visibility = of('visibility');
    const rule = of('fill-rule');
    return {
      ...around,
      matrix: own === IDENTITY ? around.matrix : chain(around.matrix, shift(x, y), own, shift(-x, -y)),
      visible:
        visibility === undefined || visibility === 'inherit' ? around.visible : visibility === 'visible',
      rule: rule === 'evenodd' || rule === 'nonzero' ? rule : around.rule,
    };
  }

  #areasOf(node: INode, of: Property, here: Around): Polygon[] {
    const { name, children } = node;
    if (name === 'use') return this.#used(node, of, here);
    if (name === 'svg') return this.#nestedSvg(node, of, here);
    if (CONTAINERS.has(name)) {
      const shown = name === 'switch' ? children.filter((child) => child.name !== 'foreignObject') : children;
      return shown.flatMap((child) => this.#walk(child, here));
    }
    const path = pathOf(name, (property) => of(property), here.viewport);
    if (path === undefined && name !== 'text') this.#found.leaveOut(`<${name}>`);
    if (path === undefined || path === '') return [];
    if (!here.visible) {
      this.#counts.hidden += 1;
      return [];
    }
    return this.#drawPath(path, here);
  }

  #drawPath(d: string, { matrix, rule }: Around): Polygon[] {
    if (!this.#affords(d)) return [];
    const read =
      d.length > LONGEST_PATH ? undefined : ringsOfPath(d, matrix, this.#tolerance, this.#found.room);
    if (!read || read.rings.length > MOST_RINGS) {
      this.#counts.large += 1;
      return [];
    }
    if (read.lines > 0) this.#found.leaveOut('<line>');
    this.#counts.open += read.open;
    if (read.broken && /[\d.]/.test(d)) this.#counts.broken += 1;
    const polygons = nested(read.rings, rule);
    return polygons.filter(([outline]) => outline !== undefined && this.#found.outline(outline));
  }

  #affords(d: string): boolean {
    this.#pathText += d.length;
    if (this.#pathText > MOST_PATH_TEXT) this.#found.tooMuch();
    return this.#pathText <= MOST_PATH_TEXT;
  }

  #nestedSvg({ attributes, children }: INode, of: Property, here: Around): Polygon[] {
    const { viewport, size } = here;
    const x = size ? 0 : lengthOf(of('x'), viewport[0]);
    const y = size ? 0 : lengthOf(of('y'), viewport[1]);
    const width = lengthOf(size?.width ?? of('width') ?? '100%', viewport[0]);
    const height = lengthOf(size?.height ?? of('height') ?? '100%', viewport[1]);
    const box = viewBoxOf(attributes['viewBox']);
    const fit = box && viewBoxMatrix(box, [width, height], attributes['preserveAspectRatio']);
    const { size: _filled, ...rest } = here;
    const within: Around = {
      ...rest,
      matrix: chain(here.matrix, shift(x, y), fit ?? IDENTITY),
      viewport: box ? [box[2], box[3]] : [width, height],
    };
    return children.flatMap((child) => this.#walk(child, within));
  }

  /** Draws what is referred to once more, here. */
  #used(node: INode, of: Property, here: Around): Polygon[] {
    const { attributes } = node;
    const href = attributes['href'] ?? attributes['xlink:href'] ?? '';
    const target = href.startsWith('#') ? this.#byId.get(href.slice(1)) : undefined;
    if (!target || here.uses.includes(target) || here.uses.length >= DEEPEST_USE) {
      this.#counts.missing += 1;
      return [];
    }
    const moved: Around = {
      ...here,
      matrix: chain(
        here.matrix,
        shift(lengthOf(of('x'), here.viewport[0]), lengthOf(of('y'), here.viewport[1])),
      ),
      uses: [...here.uses, target],
    };
    if (target.name !== 'symbol' && target.name !== 'svg') return this.#walk(target, moved);
    const size = { width: attributes['width'], height: attributes['height'] };
    const inside = this.#inside(this.#styles.of(target), moved);
    if (!inside) return [];
    const areas = this.#nestedSvg(target, this.#styles.of(target), { ...inside, size });
    this.#name(target, this.#styles.of(target), areas, inside);
    return areas;
  }

  /** Shapes are read whole; that a part of them is cut off in the drawing is told. */
  #clip(reference: string | undefined, areas: readonly Polygon[], here: Around): void {
    const id = /^url\(\s*["']?#([^"')]+)/.exec(reference ?? '')?.[1];
    const clip = id === undefined ? undefined : this.#byId.get(id);
    if (!clip) return;
    const rings = clip.children.flatMap((child) => {
      const of = this.#styles.of(child);
      const own = transformOf(of('transform'), here.viewport);
      const d = pathOf(child.name, of, here.viewport);
      if (!own || d === undefined || d.length > LONGEST_PATH || !this.#affords(d)) return [];
      return ringsOfPath(d, chain(here.matrix, own), this.#tolerance, 5000)?.rings ?? [];
    });
    const [west, south, east, north] = boxOf(rings);
    const [w, s, e, n] = boxOf(areas.flat());
    const slack = this.#tolerance;
    if (rings.length > 0 && (w < west - slack || s < south - slack || e > east + slack || n > north + slack))
      this.#counts.clipped += 1;
  }

  #name(node: INode, of: Property, areas: readonly Polygon[], here: Around): void {
    const { name, attributes, children } = node;
    const at = areas.length === 0 ? pointOf(node, of, here) : undefined;
    if (areas.length === 0 && !at) return;
    const element: DrawnElement = at ? { type: 'point', at } : areaElement(areas);
    const id = attributes['id'] ?? '';
    if (here.uses.length > 0 && name !== 'use') this.#found.idInTemplate(id, element);
    else this.#found.id(id, element);
    if (unescapedId(id) !== id) this.#found.name(unescapedId(id), element);
    for (const key of NAMES) this.#found.name(attributes[key] ?? '', element);
    if (name === 'text' && at && here.visible) this.#found.label({ lines: linesOf(node), at });
    const title = children.find((child) => child.name === 'title');
    if (title) this.#found.name(linesOf({ ...title, name: 'text' }).join(' '), element);
  }

  #tell(): void {
    const { hidden, open, broken, large, moved, clipped, missing } = this.#counts;
    const rules = this.#styles.notUnderstood;
    const told: readonly (readonly [number, Sentence, 'info' | 'warning'])[] = [
      [hidden, say`${{ count: hidden }} hidden elements were left out.`, 'info'],
      [open, say`${{ count: open }} open lines were closed, as they are when filled.`, 'info'],
      [broken, say`${{ count: broken }} paths are broken and were read up to the fault.`, 'warning'],
      [large, say`${{ count: large }} paths have too many corners and were left out.`, 'warning'],
      [
        moved,
        say`${{ count: moved }} elements have a transform that is not understood and were left out.`,
        'warning',
      ],
      [
        clipped,
        say`${{ count: clipped }} elements are cut off by a clip path; they were read whole.`,
        'info',
      ],
      [missing, say`${{ count: missing }} references lead nowhere, outside, or in a circle.`, 'info'],
      [rules, say`${{ count: rules }} rules of its style sheet were not understood.`, 'warning'],
    ];
    for (const [count, said, severity] of told) if (count > 0) this.#found.note({ said, severity });
  }
}

type Property = (name: string) => string | undefined;

/** Symbols and texts stand for a point. */
function pointOf(node: INode, of: Property, { matrix, viewport }: Around): Position | undefined {
  const { name } = node;
  if (!['use', 'text', 'circle', 'ellipse'].includes(name)) return undefined;
  const at = (x: string, y: string): Position => {
    const first = (value: string | undefined): string | undefined => value?.trim().split(/[\s,]+/)[0];
    return [lengthOf(first(of(x)), viewport[0]), lengthOf(first(of(y)), viewport[1])];
  };
  if (name === 'use') return mapped(matrix, at('x', 'y'));
  if (name !== 'text') return mapped(matrix, at('cx', 'cy'));
  const placed = 'x' in node.attributes || 'y' in node.attributes;
  const line = placed ? undefined : node.children.find((child) => child.name === 'tspan');
  const { x = '0', y = '0' } = (line ?? node).attributes;
  return mapped(matrix, [
    lengthOf(x.trim().split(/[\s,]+/)[0], viewport[0]),
    lengthOf(y.trim().split(/[\s,]+/)[0], viewport[1]),
  ]);
}
