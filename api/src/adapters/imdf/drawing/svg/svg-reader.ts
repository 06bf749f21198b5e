import type { INode } from 'svgson';
import type { Drawing, DrawnElement } from '../../../../core/map/drawing.ts';
import { areaElement, Collected } from '../collected.ts';
import { chain, IDENTITY, shift } from '../matrix.ts';
import { boxOf, nested, type Polygon } from '../rings.ts';
import { ringsOfPath } from './svg-path.ts';
import { pathOf } from './svg-shapes.ts';
import { StyleSheets } from './svg-style.ts';
import { notesOf } from './svg-told.ts';
import { linesOf } from './svg-tree.ts';
import { CONTAINERS, namesOf, pointOf, SILENT, type Around, type Property } from './svg-elements.ts';
import { lengthOf, originOf, transformOf, viewBoxMatrix, viewBoxOf, type Viewport } from './svg-units.ts';

/** Elements that are drawn, those drawn again by `use` counted again. */
const MOST_DRAWN = 100_000;
/** `use` of something that holds a `use`, and so on. */
const DEEPEST_USE = 20;
/** Text of one path, in characters: no room has an outline of tens of thousands of corners. */
const LONGEST_PATH = 300_000;
/** Text of all paths, those drawn again by `use` counted again. */
const MOST_PATH_TEXT = 6_000_000;
/** Text of a path that others are clipped by: it is read once for each of them. */
const LONGEST_CLIP = 10_000;
/** Rings of one path. */
const MOST_RINGS = 2000;

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
    const rules = this.#styles.notUnderstood;
    for (const note of notesOf({ ...this.#counts, rules })) this.#found.note(note);
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
    const long = d.length > LONGEST_PATH;
    const read = long ? undefined : ringsOfPath(d, matrix, this.#tolerance, this.#found.room);
    if (!read && !long) this.#found.tooMuch();
    else if (!read || read.rings.length > MOST_RINGS) this.#counts.large += 1;
    if (!read || read.rings.length > MOST_RINGS) return [];
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
      if (!own || d === undefined || d.length > LONGEST_CLIP || !this.#affords(d)) return [];
      return ringsOfPath(d, chain(here.matrix, own), this.#tolerance, 5000)?.rings ?? [];
    });
    const [west, south, east, north] = boxOf(rings);
    const [w, s, e, n] = boxOf(areas.flat());
    const slack = this.#tolerance;
    if (rings.length > 0 && (w < west - slack || s < south - slack || e > east + slack || n > north + slack))
      this.#counts.clipped += 1;
  }

  #name(node: INode, of: Property, areas: readonly Polygon[], here: Around): void {
    const { name, attributes } = node;
    const at = areas.length === 0 ? pointOf(node, of, here) : undefined;
    if (areas.length === 0 && !at) return;
    const element: DrawnElement = at ? { type: 'point', at } : areaElement(areas);
    const id = attributes['id'] ?? '';
    if (here.uses.length > 0 && name !== 'use') this.#found.idInTemplate(id, element);
    else this.#found.id(id, element);
    for (const also of namesOf(node)) this.#found.name(also, element);
    if (name === 'text' && at && here.visible) this.#found.label({ lines: linesOf(node), at });
  }
}
