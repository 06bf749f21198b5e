import { describe, expect, it } from 'vitest';
import { largeTree, officeTree } from '../../../testing/office.ts';
import { NO_FILTER } from './plan-filter.ts';
import { planRows } from './plan-rows.ts';
import { pressKey, typeAhead } from './tree-keys.ts';
import {
  activate,
  applyFilter,
  collapseAll,
  expandAll,
  openPlan,
  reveal,
  toggle,
  type TreeView,
} from './tree-view.ts';

const rows = planRows(officeTree);
const indexOf = (key: string) => rows.findIndex((row) => row.node.key === key);
const shown = (view: TreeView) => view.visible.map((index) => view.rows[index]?.node.key);
const active = (view: TreeView) => view.rows[view.active]?.node.key;

describe('rows', () => {
  it('stand in reading order, subtrees together', () => {
    expect(rows.map((row) => row.node.key)).toEqual(['HQ', 'F1', 'R1', 'F1-desks', 'D1', 'D2', 'F2', 'R2']);
    expect(rows.map((row) => row.end)).toEqual([8, 6, 3, 6, 5, 6, 8, 8]);
    expect(rows.map((row) => row.level)).toEqual([1, 2, 3, 3, 4, 4, 2, 3]);
  });

  it('roll up the actions and the worst finding of everything below', () => {
    expect(rows[0]?.below).toEqual({ update: 2, create: 1, skip: 4 });
    expect(rows[0]?.worstBelow).toBe('warning');
    expect(rows[indexOf('F1')]?.below).toEqual({ create: 1, update: 1, skip: 2 });
    expect(rows[indexOf('F2')]?.changes).toBe(false);
  });
});

describe('opening', () => {
  it('shows the way to what changes and nothing else', () =>
    expect(shown(openPlan(rows))).toEqual(['HQ', 'F1', 'R1', 'F1-desks', 'D1', 'D2', 'F2']));

  it('shows a large plan by its floors first', () => {
    const view = openPlan(planRows(largeTree(5_000)));
    expect(view.visible).toHaveLength(26);
  });

  it('expands and collapses everything', () => {
    expect(shown(expandAll(openPlan(rows)))).toHaveLength(8);
    expect(shown(collapseAll(openPlan(rows)))).toEqual(['HQ', 'F1', 'F2']);
  });

  it('moves the active row to the nearest parent that stays on screen', () => {
    const view = activate(openPlan(rows), indexOf('D1'));
    expect(active(toggle(view, indexOf('F1'), false))).toBe('F1');
  });
});

describe('filter', () => {
  it.each([
    ['action', { ...NO_FILTER, actions: new Set(['create'] as const) }, ['HQ', 'F1', 'R1']],
    ['type', { ...NO_FILTER, types: new Set(['room'] as const) }, ['HQ', 'F1', 'R1', 'F2', 'R2']],
    ['finding', { ...NO_FILTER, severities: new Set(['warning'] as const) }, ['HQ', 'F1', 'F1-desks', 'D2']],
    ['name without accents', { ...NO_FILTER, text: 'zurich' }, ['HQ', 'F1', 'R1']],
    ['mailbox', { ...NO_FILTER, text: 'ZURICH@contoso' }, ['HQ', 'F1', 'R1']],
    ['place id', { ...NO_FILTER, text: 'place-77' }, ['HQ', 'F2', 'R2']],
    [
      'both at once',
      { ...NO_FILTER, text: 'desk', actions: new Set(['update'] as const) },
      ['HQ', 'F1', 'F1-desks', 'D1'],
    ],
    ['nothing', { ...NO_FILTER, text: 'no such place' }, []],
  ])('by %s', (_name, filter, keys) => expect(shown(applyFilter(openPlan(rows), filter))).toEqual(keys));

  it('makes the first match active, and keeps the place when it is lifted', () => {
    const found = applyFilter(openPlan(rows), { ...NO_FILTER, text: 'place-77' });
    expect(active(found)).toBe('R2');
    const lifted = applyFilter(found, NO_FILTER);
    expect(active(lifted)).toBe('R2');
    expect(shown(lifted)).toContain('R2');
  });

  it('gives way when a hidden place is revealed', () => {
    const found = applyFilter(openPlan(rows), { ...NO_FILTER, text: 'zurich' });
    const view = reveal(found, indexOf('R2'));
    expect(active(view)).toBe('R2');
    expect(view.matches).toBeUndefined();
  });
});

describe('keys', () => {
  const press = (keys: string[], start = openPlan(rows)) =>
    keys.reduce((view, key) => pressKey(view, key) ?? view, start);

  it.each([
    [['ArrowDown', 'ArrowDown'], 'R1'],
    [['End'], 'F2'],
    [['End', 'ArrowRight', 'ArrowRight'], 'R2'],
    [['End', 'Home'], 'HQ'],
    [['ArrowDown', 'ArrowDown', 'ArrowLeft'], 'F1'],
    [['ArrowUp'], 'HQ'],
    [['PageDown'], 'F2'],
    [['PageDown', 'PageUp'], 'HQ'],
  ])('%j leads to %s', (keys, key) => expect(active(press(keys))).toBe(key));

  it('Left closes an open row before it leaves it', () => {
    const view = press(['ArrowDown', 'ArrowLeft']);
    expect(active(view)).toBe('F1');
    expect(shown(view)).toEqual(['HQ', 'F1', 'F2']);
  });

  it('* opens all siblings', () => expect(shown(press(['ArrowDown', '*']))).toContain('R2'));

  it('leaves other keys to the browser', () => expect(pressKey(openPlan(rows), 'Tab')).toBeUndefined());

  it('typing goes to the next name that begins so, round the end', () => {
    const first = typeAhead(openPlan(rows), 'd');
    expect(active(first)).toBe('F1-desks');
    expect(active(typeAhead(first, 'd'))).toBe('D1');
    expect(active(typeAhead(openPlan(rows), 'desk 2'))).toBe('D2');
    expect(active(typeAhead(first, 'xyz'))).toBe('F1-desks');
  });
});
