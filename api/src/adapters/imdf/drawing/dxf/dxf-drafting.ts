import { areaElement, type Collected } from '../collected.ts';
import type { DrawnElement } from '../../../../core/map/drawing.ts';
import { chain, IDENTITY, mapped, type Matrix } from '../matrix.ts';
import type { Polygon } from '../rings.ts';
import type { Position } from '../../../../core/model/building.ts';
import { say } from '../../../../core/model/sentence.ts';
import { placements } from './dxf-curves.ts';
import type { DxfDocument, Entity } from './dxf-document.ts';
import { pointOf } from './dxf-records.ts';
import { closedChains, type Line } from './line-chains.ts';

/** Entities, those of blocks counted for every time they are inserted. */
const MOST_DRAWN = 100_000;
/** Blocks in blocks. */
const DEEPEST = 30;

/** The blocks that an entity is in. */
interface Around {
  readonly blocks: readonly string[];
  /** Of the innermost insert: layer 0 of a block stands for it. */
  readonly layer: string;
}

/** Lays down everything that a document draws, blocks wherever they are inserted. */
export class DxfDrafting {
  readonly #document: DxfDocument;
  readonly #found: Collected;
  readonly #tolerance: number;
  readonly #lines: Line[] = [];
  readonly #hidden = new Map<string, number>();
  #drawn = 0;
  #missing = 0;

  /** @param tolerance how far a flattened curve may be off, in units of the drawing */
  constructor(document: DxfDocument, found: Collected, tolerance: number) {
    this.#document = document;
    this.#found = found;
    this.#tolerance = tolerance;
  }

  draw(): void {
    this.#walk(this.#document.entities, IDENTITY, { blocks: [], layer: '0' });
    this.#chains();
    if (this.#hidden.size > 0) {
      const layers = [...this.#hidden].slice(0, 20).map(([layer, count]) => `${layer} (${count})`);
      this.#found.note({
        said: say`what is hidden or on layers that are off or frozen was left out: ${{ layers }}.`,
        hint: say`Switch these layers on and save the drawing again if rooms or desks are on them.`,
      });
    }
    if (this.#missing > 0)
      this.#found.note({
        said: say`${{ count: this.#missing }} references lead nowhere, outside, or in a circle.`,
      });
  }

  /** @returns the areas of what was drawn */
  #walk(entities: readonly Entity[], matrix: Matrix, around: Around): Polygon[] {
    const areas: Polygon[] = [];
    let inserted: DrawnElement | undefined;
    for (const entity of entities) {
      if (!this.#affords()) break;
      const layer = entity.layer === '0' ? around.layer : entity.layer;
      if (this.#isHidden(entity, layer)) continue;
      const here = entity.flip === IDENTITY ? matrix : chain(matrix, entity.flip);
      if (entity.kind === 'text') {
        const on = entity.attribute ? inserted : undefined;
        if (entity.lines.length > 0)
          this.#found.label({ lines: entity.lines, at: mapped(here, entity.at), on });
        continue;
      }
      const own =
        entity.kind === 'insert'
          ? this.#insert(entity, matrix, { ...around, layer })
          : this.#curve(entity, here, layer);
      for (const area of own) areas.push(area);
      if (entity.kind === 'insert') inserted = this.#insertElement(entity, own, here);
      const element = entity.kind === 'insert' ? inserted : own.length > 0 ? areaElement(own) : undefined;
      if (element) this.#name(entity.handle, element, around);
    }
    return areas;
  }

  #affords(): boolean {
    this.#drawn += 1;
    if (this.#drawn <= MOST_DRAWN && this.#found.room > 0) return true;
    this.#found.tooMuch();
    return false;
  }

  #isHidden({ invisible, kind }: Entity, layer: string): boolean {
    const { off = false, frozen = false } = this.#document.layers.get(layer) ?? {};
    // What a block has on layers of its own is seen although the layer of the insert is off.
    const hidden = invisible || frozen || (off && kind !== 'insert');
    if (hidden) this.#hidden.set(layer, (this.#hidden.get(layer) ?? 0) + 1);
    return hidden;
  }

  #curve(entity: Entity & { readonly kind: 'curve' }, matrix: Matrix, layer: string): Polygon[] {
    const points = entity.draw(matrix, this.#tolerance);
    if (points.length < 2 || !points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) {
      this.#found.leaveOut(entity.type);
      return [];
    }
    const ring = entity.closed ? points : this.#meeting(points);
    if (ring && ring.length >= 3) return this.#found.outline(ring) ? [[ring]] : [];
    this.#lines.push({ points, handle: entity.handle, layer });
    return [];
  }

  /** A line whose ends are the same place is an outline too. */
  #meeting(points: readonly Position[]): readonly Position[] | undefined {
    const [a, b] = [points[0] ?? [NaN, NaN], points.at(-1) ?? [NaN, NaN]];
    return Math.hypot(a[0] - b[0], a[1] - b[1]) <= this.#near ? points.slice(0, -1) : undefined;
  }

  /** A tenth of what curves may be off: a millimetre. */
  get #near(): number {
    return this.#tolerance / 10;
  }

  #insert(
    { block: name, record, flip }: Entity & { readonly kind: 'insert' },
    matrix: Matrix,
    around: Around,
  ): Polygon[] {
    const block = this.#document.blocks.get(name);
    const { blocks } = around;
    if (!block || block.external || blocks.includes(name) || blocks.length >= DEEPEST) {
      this.#missing += 1;
      return [];
    }
    const areas: Polygon[] = [];
    for (const place of placements(record, block.base, flip)) {
      if (!this.#affords()) break;
      const inside = this.#walk(block.entities, chain(matrix, place), {
        ...around,
        blocks: [...blocks, name],
      });
      for (const area of inside) areas.push(area);
    }
    return areas;
  }

  #insertElement(
    { record }: { readonly record: Parameters<typeof pointOf>[0] },
    areas: readonly Polygon[],
    matrix: Matrix,
  ): DrawnElement {
    return areas.length > 0 ? areaElement(areas) : { type: 'point', at: mapped(matrix, pointOf(record, 10)) };
  }

  #name(handle: string, element: DrawnElement, { blocks }: Around): void {
    if (blocks.length === 0) this.#found.id(handle, element);
    else this.#found.idInTemplate(handle, element);
  }

  #chains(): void {
    const { chains, rest } = closedChains(this.#lines, this.#near);
    for (const { ring, handles } of chains) {
      if (!this.#found.outline(ring)) break;
      for (const handle of handles) this.#found.idInTemplate(handle, areaElement([[ring]]));
    }
    if (rest > 0)
      this.#found.note({
        said: say`${{ count: rest }} lines that do not close to an outline were left out.`,
      });
  }
}
