/** The elements of SVG as a floor plan has them: which of them are drawn, what they are called, where they stand. */
import type { INode } from 'svgson';
import type { Position } from '../../../../core/model/building.ts';
import { mapped, type Matrix } from '../matrix.ts';
import { linesOf, unescapedId } from './svg-tree.ts';
import { lengthOf, type Viewport } from './svg-units.ts';

export const CONTAINERS: ReadonlySet<string> = new Set(['svg', 'g', 'a', 'switch']);
/** Templates and words about the drawing: nothing of it is drawn where it stands. */
export const SILENT: ReadonlySet<string> = new Set([
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

export type Property = (name: string) => string | undefined;

/** What counts for an element and everything in it. */
export interface Around {
  readonly matrix: Matrix;
  readonly viewport: Viewport;
  readonly visible: boolean;
  readonly rule: 'nonzero' | 'evenodd';
  /** Inside of how many `use`; their templates are not drawn where they stand. */
  readonly uses: readonly INode[];
  /** Of a `use`: what its symbol has to fill. */
  readonly size?: { readonly width: string | undefined; readonly height: string | undefined };
}

/** What an element is called beside its id. */
export function namesOf({ attributes, children }: INode): string[] {
  const id = attributes['id'] ?? '';
  const title = children.find(({ name }) => name === 'title');
  return [
    ...(unescapedId(id) === id ? [] : [unescapedId(id)]),
    ...NAMES.map((key) => attributes[key] ?? ''),
    ...(title ? [linesOf({ ...title, name: 'text' }).join(' ')] : []),
  ];
}

/** Symbols and texts stand for a point. */
export function pointOf(node: INode, of: Property, { matrix, viewport }: Around): Position | undefined {
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
