// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { buildingOf, countsOf, summaryOf } from '../../testing/builders.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { BuildingsList } from './buildings-list.tsx';

const ROW_PX = 60;

// jsdom has no layout: the virtualiser needs heights to decide what to draw.
beforeAll(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return this.tagName === 'TR' ? ROW_PX : 800;
  });
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});

const buildings = Array.from({ length: 1000 }, (_, index) =>
  buildingOf({ name: `House ${index + 1}`, status: index === 700 ? 'failed' : 'inSync' }),
);

function open() {
  renderTab(
    <main>
      <BuildingsList buildings={buildings} mayPlan />
    </main>,
  );
  return userEvent.setup();
}

// By hand: looking for roles in a table of this size takes seconds in jsdom.
const rows = () => [...document.querySelectorAll('tbody tr:not([aria-hidden])')];
const names = () => rows().map((row) => row.querySelector('bdi')?.textContent);

function scrollTo(px: number) {
  const main = document.querySelector('main')!;
  main.scrollTop = px;
  act(() => void fireEvent.scroll(main));
}

describe('a list of 1,000 buildings', () => {
  it('draws the rows near the screen only, and says how many there are', () => {
    open();
    expect(names()[0]).toBe('House 1');
    expect(rows().length).toBeLessThan(60);
    expect(document.querySelector('table')?.getAttribute('aria-rowcount')).toBe('1001');
    scrollTo(500 * ROW_PX);
    expect(names()).toContain('House 505');
    expect(names()).not.toContain('House 1');
    expect(rows().length).toBeLessThan(60);
    const row = rows().find((one) => one.textContent?.includes('House 505') === true);
    expect(row?.getAttribute('aria-rowindex')).toBe('506');
  });

  it('is searched, filtered and sorted as a whole', () => {
    open();
    const search = screen.getByPlaceholderText('Name, key or source');
    const status = screen.getByLabelText('Filter by state');
    fireEvent.change(search, { target: { value: 'house 987' } });
    expect(names()).toEqual(['House 987']);
    fireEvent.change(search, { target: { value: '' } });
    fireEvent.change(status, { target: { value: 'failed' } });
    expect(names()).toEqual(['House 701']);
    fireEvent.change(status, { target: { value: 'all' } });
    fireEvent.click(screen.getByText('Building'));
    expect(names()[0]).toBe('House 1000');
    fireEvent.click(screen.getByText('State'));
    expect(names()[0]).toBe('House 701');
  });

  it('keeps the row that has the focus, wherever the page is scrolled to', async () => {
    const user = open();
    screen.getByText('House 3').closest('a')?.focus();
    scrollTo(500 * ROW_PX);
    expect(document.activeElement?.textContent).toBe('House 3');
    await user.tab();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Preview sync of House 3');
  });
});

it('draws a short list as a whole', () => {
  renderTab(
    <main>
      <BuildingsList buildings={buildings.slice(0, 100)} mayPlan />
    </main>,
  );
  expect(rows()).toHaveLength(100);
});

it('calls a preview pending until a sync has carried it out', () => {
  const lastPlan = {
    id: 'p1',
    createdAt: '2026-03-01T09:00:00Z',
    applyable: true,
    summary: summaryOf({ create: 19 }),
  };
  const lastRun = {
    id: 'r1',
    state: 'done' as const,
    startedAt: '2026-03-01T09:05:00Z',
    progress: { done: 19, total: 19 },
    counts: countsOf({ created: 19 }),
  };
  const before = buildingOf({ name: 'Before', status: 'changesPending', lastPlan });
  const after = buildingOf({ name: 'After', status: 'inSync', lastPlan, lastRun });
  const since = { ...lastPlan, createdAt: '2026-03-01T10:00:00Z' };
  const looked = buildingOf({ name: 'Looked since', status: 'inSync', lastPlan: since, lastRun });
  renderTab(<BuildingsList buildings={[before, after, looked]} mayPlan />);
  const cell = (name: string) =>
    rows()
      .find((row) => row.querySelector('bdi')?.textContent === name)
      ?.querySelectorAll('td')[1]?.textContent;
  expect(cell('After')).toBe('Carried out');
  expect(cell('Before')).toBe('19');
  expect(cell('Looked since')).toBe('19');
});
