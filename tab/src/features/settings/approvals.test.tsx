// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { buildingOf } from '../../testing/builders.ts';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { ApprovalsList } from './approvals-list.tsx';
import { BuildingApprovalCard } from './building-approval.tsx';

const allowed = { allowed: true, by: 'Ada Admin', at: '2026-03-01T09:00:00Z' };
const buildings = Array.from({ length: 30 }, (_, index) =>
  buildingOf({ id: `b${index}`, name: `House ${index}` }),
);
const control = (name: string) =>
  screen.findByRole<HTMLInputElement>('switch', { name: `Help desk may sync ${name} from chat` });

describe('standing approvals', () => {
  it('shows those that have one first, and no row moves while somebody works', async () => {
    const user = userEvent.setup();
    const { sent } = renderTab(<ApprovalsList buildings={buildings} mayChange />, {
      'GET /api/approvals': { items: [{ buildingId: 'b25', ...allowed }] },
      'PUT /api/buildings/b25/approval': { ...allowed, allowed: false },
    });
    expect((await control('House 25')).checked).toBe(true);
    expect(screen.getByText('1 of 30 buildings allowed')).toBeTruthy();
    const rows = () => screen.getAllByRole('listitem').map((row) => row.textContent ?? '');
    expect(rows()).toHaveLength(10);
    expect(rows()[0]).toContain('House 25');

    await user.click(await control('House 25'));
    expect(await screen.findByText(/Stopped by Ada Admin/)).toBeTruthy();
    expect(rows()[0]).toContain('House 25');
    expect(screen.getByText('0 of 30 buildings allowed')).toBeTruthy();
    expect(sent.at(-1)?.body).toBe('{"allowed":false}');

    await user.type(screen.getByRole('searchbox'), 'house 29');
    expect(rows()).toHaveLength(1);
  });

  it('is never shown as given before the server said so; a lost call is repeated', async () => {
    const user = userEvent.setup();
    let tries = 0;
    renderTab(<BuildingApprovalCard building={{ id: 'b1', name: 'Mill' }} mayChange />, {
      'GET /api/buildings/b1/approval': { allowed: false },
      'PUT /api/buildings/b1/approval': () => (++tries === 1 ? problemAnswer(503, {}) : allowed),
    });
    await user.click(await control('Mill'));
    const alert = await screen.findByRole('alert');
    expect((await control('Mill')).checked).toBe(false);
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    await waitFor(async () => expect((await control('Mill')).checked).toBe(true));
    expect(screen.getByText(/Allowed by Ada Admin/)).toBeTruthy();
  });

  it('is only looked at by those who may not change it', async () => {
    renderTab(<BuildingApprovalCard building={{ id: 'b1', name: 'Mill' }} mayChange={false} />, {
      'GET /api/buildings/b1/approval': allowed,
    });
    expect(await screen.findByText('Allowed')).toBeTruthy();
    expect(screen.queryByRole('switch')).toBeNull();
  });
});
