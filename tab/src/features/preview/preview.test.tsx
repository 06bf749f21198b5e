// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Plan } from '#contract';
import { nodeOf, planOf } from '../../testing/builders.ts';
import { largeTree, officeTree } from '../../testing/office.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { Preview } from './preview.tsx';

// jsdom has no layout: the virtualiser needs a height to decide what to draw.
beforeAll(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(800);
});

const names = () =>
  within(screen.getByRole('treegrid'))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('bdi')?.textContent);
const focused = () => document.activeElement?.querySelector('bdi')?.textContent;

describe('the preview', () => {
  it('shows what changes with its action, and says how the rows nest', () => {
    renderTab(<Preview plan={planOf(officeTree)} />);
    expect(names()).toEqual([
      'Contoso HQ',
      'Ground floor',
      'Zürich',
      'Desks',
      'Desk 1',
      'Desk 2',
      'First floor',
    ]);
    const room = screen.getByRole('row', { name: /Zürich/ });
    expect(room.getAttribute('aria-level')).toBe('3');
    expect(within(room).getByText('Create')).toBeTruthy();
    const floor = screen.getByRole('row', { name: /Ground floor/ });
    expect(floor.getAttribute('aria-expanded')).toBe('true');
    expect(within(floor).getByRole('img', { name: '1 Create, 1 Update, 2 Skip' })).toBeTruthy();
    expect(screen.getByRole('row', { name: /First floor/ }).getAttribute('aria-expanded')).toBe('false');
  });

  it('is worked by keyboard alone: one tab stop, arrows, typing, details follow', async () => {
    const user = userEvent.setup();
    renderTab(<Preview plan={planOf(officeTree)} />);
    screen.getByRole('row', { name: /Contoso HQ/ }).focus();
    await user.keyboard('{ArrowDown}');
    expect(focused()).toBe('Ground floor');
    await user.keyboard('{ArrowLeft}');
    expect(names()).toEqual(['Contoso HQ', 'Ground floor', 'First floor']);
    await user.keyboard('{End}{ArrowRight}{ArrowRight}');
    expect(focused()).toBe('غرفة');
    expect(screen.getByRole('region', { name: 'Details of the chosen place' }).textContent).toContain(
      'place-77',
    );
    await user.keyboard('gro');
    expect(focused()).toBe('Ground floor');
    const stops = screen.getAllByRole('row').filter((row) => row.tabIndex === 0);
    expect(stops).toHaveLength(1);
  });

  it('shows the field before and after', async () => {
    const user = userEvent.setup();
    renderTab(<Preview plan={planOf(officeTree)} />);
    await user.click(screen.getByText('Desk 1'));
    const details = within(screen.getByRole('region', { name: 'Details of the chosen place' }));
    const row = details.getByRole('row', { name: /Mode/ });
    expect(within(row).getByText('Reservable')).toBeTruthy();
    expect(within(row).getByText('Assigned, kim@contoso.example')).toBeTruthy();
  });

  it('filters by action and by text, and says how many match', async () => {
    const user = userEvent.setup();
    renderTab(<Preview plan={planOf(officeTree)} />);
    await user.click(screen.getByRole('button', { name: /1\s*Create/ }));
    expect(names()).toEqual(['Contoso HQ', 'Ground floor', 'Zürich']);
    expect(screen.getByText('1 place matches')).toBeTruthy();
    await user.type(screen.getByRole('searchbox'), 'nowhere');
    expect(screen.getByText(/No place matches/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(names()).toHaveLength(7);
  });

  it('leads from a finding to its place', async () => {
    const user = userEvent.setup();
    const finding = {
      code: 'x',
      severity: 'warning' as const,
      message: 'Room of the closed floor',
      key: 'R2',
    };
    renderTab(<Preview plan={planOf(officeTree, { findings: [finding] })} />);
    await user.click(screen.getByText('1 warning'));
    await user.click(screen.getByRole('button', { name: 'Room of the closed floor' }));
    expect(screen.getByRole('row', { name: /غرفة/ }).getAttribute('aria-selected')).toBe('true');
  });

  it('draws only the rows near the screen of a plan of 5,000 places', async () => {
    const user = userEvent.setup();
    renderTab(<Preview plan={planOf(largeTree(5_000))} />);
    await user.click(screen.getByRole('button', { name: 'Expand' }));
    await user.click(screen.getByRole('menuitem', { name: 'Everything' }));
    expect(screen.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('5052');
    const drawn = screen.getAllByRole('row').length;
    expect(drawn).toBeGreaterThan(15);
    expect(drawn).toBeLessThan(100);
  });
});

describe('what stops a plan', () => {
  const guard = {
    code: 'too-many-removals',
    tripped: true,
    count: 40,
    limit: 10,
    message: '40 places would go.',
  };

  it('stands above the tree with what releases it', () => {
    const guards = [{ ...guard, releasable: true }];
    renderTab(<Preview plan={planOf(officeTree, { guards })} />);
    const card = within(screen.getByRole('region', { name: /Blocked: 40 places would go/ }));
    expect(card.getByText(/Counted 40, the limit is 10/)).toBeTruthy();
    expect(card.getByText(/An administrator can release this/)).toBeTruthy();
  });

  it('says when nobody can release it, and when reading failed', () => {
    const guards = [{ ...guard, releasable: false }];
    renderTab(<Preview plan={planOf(officeTree, { guards, complete: false, applyable: false })} />);
    expect(screen.getByText(/Nobody can release this/)).toBeTruthy();
    expect(screen.getByText(/reading Microsoft Places failed in part/)).toBeTruthy();
  });

  it('is calm when nothing does', () => {
    const guards = [{ ...guard, tripped: false, releasable: true }];
    renderTab(<Preview plan={planOf(nodeOf({ key: 'b', type: 'building' }), { guards, unmanaged: 3 })} />);
    expect(screen.getByText('1 safety rule (guard) checked, nothing unusual')).toBeTruthy();
    expect(screen.getByText(/3 places in Microsoft Places are not managed here/)).toBeTruthy();
  });
});

describe('with whose rights it was read', () => {
  const read = (readAs: NonNullable<Plan['readAs']>) =>
    renderTab(<Preview plan={planOf(officeTree, { readAs })} />);

  it.each([
    [{ who: 'viewer', name: 'Ada' }, 'Read with the rights of Ada'],
    [
      { who: 'connectedAccount', name: 'Svc', why: 'consent-required' },
      'Read with the connected account (Svc): consent for reading places is missing',
    ],
    [
      { who: 'connectedAccount', name: 'Svc', why: 'secret-expired' },
      'Read with the connected account (Svc): Microsoft gave no sign-in for the person who asked',
    ],
    [{ who: 'connectedAccount', name: 'Svc' }, 'Read with the connected account (Svc)'],
  ] as const)('%j', (readAs, words) => {
    read(readAs);
    expect(screen.getByText(words)).toBeTruthy();
  });
});
