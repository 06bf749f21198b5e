/** What a DXF holds, read record by record: layers, blocks and the entities of the model. */
import type { Position } from '../../../../core/model/building.ts';
import { IDENTITY, type Matrix } from '../matrix.ts';
import { circle, ellipse, lineOf, polyline, verticesOf, type Curve } from './dxf-curves.ts';
import { headerOf, numberOf, pointOf, valueOf, type DxfRecord } from './dxf-records.ts';
import { spline } from './dxf-spline.ts';
import { linesOfMtext, lineOfText } from './dxf-text.ts';

interface Common {
  readonly type: string;
  readonly handle: string;
  /** In capitals: names of layers and blocks do not mind. */
  readonly layer: string;
  readonly invisible: boolean;
  /** From the entity's own coordinates to those around it: drawn from below it is mirrored. */
  readonly flip: Matrix;
}
export type Entity = Common &
  (
    | (Curve & { readonly kind: 'curve' })
    | {
        readonly kind: 'text';
        readonly lines: readonly string[];
        readonly at: Position;
        /** A text that fills in a field of the block before it. */
        readonly attribute: boolean;
      }
    | { readonly kind: 'insert'; readonly block: string; readonly record: DxfRecord }
  );

export interface Block {
  readonly base: Position;
  readonly entities: Entity[];
  /** Its content is in another file. */
  readonly external: boolean;
}

export interface Layer {
  readonly off: boolean;
  readonly frozen: boolean;
}

/** Seen from below, x runs the other way (arbitrary axis algorithm of the DXF reference for 0, 0, -1). */
const MIRROR: Matrix = [-1, 0, 0, 1, 0, 0];
/** Entities in coordinates of their own, which their extrusion turns. The others are in those of the world. */
const OWN_COORDINATES = new Set(['LWPOLYLINE', 'POLYLINE', 'CIRCLE', 'ARC', 'TEXT', 'ATTRIB', 'INSERT']);
const NOT_DRAWN = new Set(['VIEWPORT', 'SEQEND', 'ATTDEF', 'VERTEX']);
const FULL_SIZE = 0.999;

export class DxfDocument {
  readonly layers = new Map<string, Layer>();
  readonly blocks = new Map<string, Block>();
  readonly entities: Entity[] = [];
  header: ReadonlyMap<string, string> = new Map();
  isDxf = false;
  readonly #leaveOut: (kind: string) => void;
  #section = '';
  #block: Block | undefined;
  #polyline: { readonly record: DxfRecord; readonly vertices: number[] } | undefined;

  /** @param leaveOut is told the kind of every entity that is not read */
  constructor(records: Iterable<DxfRecord>, leaveOut: (kind: string) => void) {
    this.#leaveOut = leaveOut;
    for (const record of records) this.#take(record);
    this.#endPolyline();
  }

  #take(record: DxfRecord): void {
    const { type } = record;
    if (type !== 'VERTEX') this.#endPolyline();
    if (type === 'SECTION') {
      this.isDxf = true;
      this.#section = nameOf(record);
      if (this.#section === 'HEADER') this.header = headerOf(record);
    } else if (type === 'ENDSEC') this.#section = '';
    else if (this.#section === 'TABLES' && type === 'LAYER') this.#layer(record);
    else if (this.#section === 'BLOCKS' && type === 'BLOCK') this.#startBlock(record);
    else if (this.#section === 'BLOCKS' && type === 'ENDBLK') this.#block = undefined;
    else if (this.#section === 'ENTITIES' || (this.#section === 'BLOCKS' && this.#block))
      this.#entity(record);
  }

  #layer(record: DxfRecord): void {
    // A layer that is off has a negative colour.
    const [off, frozen] = [numberOf(record, 62, 7) < 0, (numberOf(record, 70) & 1) === 1];
    this.layers.set(nameOf(record), { off, frozen });
  }

  #startBlock(record: DxfRecord): void {
    const external = (numberOf(record, 70) & 0b1100) !== 0;
    this.#block = { base: pointOf(record, 10), entities: [], external };
    if (!this.blocks.has(nameOf(record))) this.blocks.set(nameOf(record), this.#block);
  }

  #entity(record: DxfRecord): void {
    const { type } = record;
    if (type === 'VERTEX') {
      const hidden = (numberOf(record, 70) & 16) !== 0;
      if (!hidden) this.#polyline?.vertices.push(...pointOf(record, 10), numberOf(record, 42));
      return;
    }
    if (NOT_DRAWN.has(type)) return;
    const lies = flipOf(record);
    const onSheet = numberOf(record, 67) === 1;
    if (!lies || onSheet) this.#leaveOut(onSheet ? 'PAPER SPACE' : `${type} (3D)`);
    else if (type === 'POLYLINE') this.#polyline = { record, vertices: [] };
    else this.#add(record, lies, kindOf(record));
  }

  #endPolyline(): void {
    if (!this.#polyline) return;
    const { record, vertices } = this.#polyline;
    this.#polyline = undefined;
    const flags = numberOf(record, 70);
    const isMesh = (flags & (16 | 64)) !== 0;
    const closed = (flags & 1) === 1;
    const lies = (flags & 8) !== 0 ? IDENTITY : flipOf(record);
    if (!lies) return;
    this.#add(record, lies, isMesh ? undefined : { kind: 'curve', closed, draw: polyline(vertices, closed) });
  }

  #add(record: DxfRecord, flip: Matrix, what: Kind | undefined): void {
    if (!what) {
      this.#leaveOut(record.type);
      return;
    }
    (this.#block?.entities ?? this.entities).push({
      type: record.type,
      handle: (valueOf(record, 5) ?? '').trim(),
      layer: (valueOf(record, 8) ?? '0').trim().toUpperCase(),
      invisible: numberOf(record, 60) === 1,
      flip,
      ...what,
    });
  }
}

type Kind = Entity extends infer One ? (One extends Common ? Omit<One, keyof Common> : never) : never;

const nameOf = (record: DxfRecord): string => (valueOf(record, 2) ?? '').trim().toUpperCase();

/** @returns nothing for what stands upright or slants: it has no outline on the plan */
function flipOf(record: DxfRecord): Matrix | undefined {
  const [x, y, z] = [numberOf(record, 210), numberOf(record, 220), numberOf(record, 230, 1)];
  const up = z / Math.hypot(x, y, z);
  if (!(Math.abs(up) > FULL_SIZE)) return undefined;
  return up < 0 && OWN_COORDINATES.has(record.type) ? MIRROR : IDENTITY;
}

function kindOf(record: DxfRecord): Kind | undefined {
  switch (record.type) {
    case 'LWPOLYLINE': {
      const closed = (numberOf(record, 70) & 1) === 1;
      return { kind: 'curve', closed, draw: polyline(verticesOf(record), closed) };
    }
    case 'LINE':
      return { kind: 'curve', closed: false, draw: polyline(lineOf(record), false) };
    case 'CIRCLE':
    case 'ARC':
      return { kind: 'curve', ...circle(record) };
    case 'ELLIPSE':
      return { kind: 'curve', ...ellipse(record, numberOf(record, 230, 1) < 0) };
    case 'SPLINE': {
      const curve = spline(record);
      return curve && { kind: 'curve', ...curve };
    }
    case 'TEXT':
    case 'ATTRIB':
    case 'MTEXT':
      return textOf(record);
    case 'INSERT':
      return { kind: 'insert', block: nameOf(record), record };
    default:
      return undefined;
  }
}

function textOf(record: DxfRecord): Kind {
  const { type } = record;
  if (type === 'MTEXT') {
    const { codes, values } = record;
    // Long texts come in parts of 250 letters, the last one with another group code.
    const text = values.filter((_value, i) => codes[i] === 3 || codes[i] === 1).join('');
    return { kind: 'text', lines: linesOfMtext(text), at: pointOf(record, 10), attribute: false };
  }
  const [across, up] = [numberOf(record, 72), numberOf(record, type === 'TEXT' ? 73 : 74)];
  const [start, end] = [pointOf(record, 10), pointOf(record, 11)];
  const between: Position = [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  // A text that is not left-aligned stands at its second point; stretched ones stand between both.
  const aligned = across !== 0 || up !== 0;
  const at = !aligned ? start : across === 3 || across === 5 ? between : end;
  return { kind: 'text', lines: lineOfText(valueOf(record, 1) ?? ''), at, attribute: type === 'ATTRIB' };
}
