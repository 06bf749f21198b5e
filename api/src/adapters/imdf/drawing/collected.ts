/** What a reader finds in a drawing, by the names under which a space may ask for it. */
import Flatbush from 'flatbush';
import type { DrawnElement, Drawing, DrawingNote } from '../../../core/map/drawing.ts';
import { say } from '../../../core/model/sentence.ts';
import type { Position } from '../../../core/model/building.ts';
import { areaOf, boxOf, inside, type Polygon, type Ring } from './rings.ts';

/** Corners of all shapes together: a floor of ten thousand shapes has a third of that. */
const MOST_CORNERS = 250_000;
/** Corners looked at while texts look for the outline around them. */
const MOST_LOOKS = 50_000_000;

/** Outlines of one shape. A group of more is a whole layer: a space that asks for it is told that it has no shape. */
const MOST_PARTS = 2000;
/** Corners of one shape, for the same reason: a round hall has a few hundred. */
const MOST_OF_ONE = 20_000;

interface Label {
  /** The lines of the text. */
  readonly lines: readonly string[];
  readonly at: Position;
  /** What the text is written on, when nothing is around it. */
  readonly on?: DrawnElement | undefined;
}

export const areaElement = (polygons: readonly Polygon[]): DrawnElement => ({ type: 'area', polygons });

function isLayer(element: DrawnElement): boolean {
  if (element.type === 'point') return false;
  const { polygons } = element;
  const corners = (rings: Polygon): number => rings.reduce((sum, ring) => sum + ring.length, 0);
  return (
    polygons.length > MOST_PARTS || polygons.reduce((sum, rings) => sum + corners(rings), 0) > MOST_OF_ONE
  );
}

/**
 * Names count in this order: ids; names beside ids; texts standing in an outline; single lines of such texts. The first
 * bearer of a name keeps it.
 */
export class Collected {
  readonly #elements = new Map<string, DrawnElement>();
  readonly #names: (readonly [string, DrawnElement])[] = [];
  readonly #once = new Map<string, DrawnElement | undefined>();
  readonly #labels: Label[] = [];
  readonly #outlines: Ring[] = [];
  readonly #leftOut = new Map<string, number>();
  readonly #notes: DrawingNote[] = [];
  readonly #twice = new Set<string>();
  #corners = 0;
  #spent = false;

  /** Also asked before drawing: more corners than this are too many. Once they were, nothing more is read. */
  get room(): number {
    return this.#spent ? 0 : MOST_CORNERS - this.#corners;
  }

  id(id: string, element: DrawnElement): void {
    this.#add(id, element, true);
  }

  /** A name that may be an id as well. */
  name(name: string, element: DrawnElement): void {
    this.#names.push([name, element]);
  }

  /** The id of a part of a template: it says which shape is meant only when the template is drawn once. */
  idInTemplate(id: string, element: DrawnElement): void {
    this.#once.set(id, this.#once.has(id) ? undefined : element);
  }

  /** Something that a text may stand in. @returns false when there is no room for more corners */
  outline(ring: Ring): boolean {
    if (ring.length > this.room) {
      this.tooMuch();
      return false;
    }
    this.#corners += ring.length;
    this.#outlines.push(ring);
    return true;
  }

  label(label: Label): void {
    this.#labels.push(label);
  }

  /** Counted by kind, and told in one sentence at the end. */
  leaveOut(kind: string): void {
    this.#leftOut.set(kind, (this.#leftOut.get(kind) ?? 0) + 1);
  }

  note(note: DrawingNote): void {
    this.#notes.push(note);
  }

  /** The drawing holds more than is read. */
  tooMuch(): void {
    this.#spent = true;
  }

  drawing(yDown: boolean, metresPerUnit?: number): Drawing {
    for (const [id, element] of this.#once) if (element) this.#add(id, element, false);
    for (const [name, element] of this.#names) this.#add(name, element, false);
    this.#placeLabels();
    if (this.#leftOut.size > 0) {
      const things = [...this.#leftOut].slice(0, 20).map(([kind, count]) => `${count} ${kind}`);
      this.#notes.push({ said: say`not read and left out: ${{ things }}.` });
    }
    if (this.#twice.size > 0) {
      const names = [...this.#twice].slice(0, 10);
      const count = this.#twice.size;
      this.#notes.push({
        said: say`${{ count }} names stand for several shapes, and the first is taken: ${{ names }}.`,
      });
    }
    if (this.#spent)
      this.#notes.push({
        severity: 'warning',
        said: say`it holds more than can be read, so what comes later in it is left out.`,
      });
    return {
      yDown,
      elements: this.#elements,
      notes: this.#notes,
      ...(metresPerUnit !== undefined && { metresPerUnit }),
    };
  }

  #add(id: string, element: DrawnElement, tell: boolean): void {
    if (id === '' || isLayer(element)) return;
    if (!this.#elements.has(id)) this.#elements.set(id, element);
    else if (tell) this.#twice.add(id);
  }

  #placeLabels(): void {
    const around = this.#innermost();
    const placed = this.#labels.map(({ lines, at, on }) => {
      const ring = around(at);
      const element: DrawnElement = ring ? areaElement([[ring]]) : (on ?? { type: 'point', at });
      return { lines, element };
    });
    const texts = new Set<string>();
    for (const { lines, element } of placed) {
      const text = lines.join(' ');
      this.#add(text, element, texts.has(text));
      texts.add(text);
    }
    for (const { lines, element } of placed)
      if (lines.length > 1) for (const line of lines) this.#add(line, element, false);
  }

  /** The smallest outline around a point. */
  #innermost(): (at: Position) => Ring | undefined {
    const outlines = this.#outlines;
    if (outlines.length === 0 || this.#labels.length === 0) return () => undefined;
    const sizes = outlines.map((ring) => Math.abs(areaOf(ring)));
    const index = new Flatbush(outlines.length);
    for (const ring of outlines) index.add(...boxOf([ring]));
    index.finish();
    let looks = 0;
    return ([x, y]) => {
      if (looks > MOST_LOOKS) {
        this.tooMuch();
        return undefined;
      }
      const near = index.search(x, y, x, y);
      looks += near.length * Math.log2(near.length + 2);
      near.sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0));
      for (const i of near) {
        const ring = outlines[i] ?? [];
        looks += ring.length;
        if (inside(ring, [x, y])) return ring;
      }
      return undefined;
    };
  }
}
