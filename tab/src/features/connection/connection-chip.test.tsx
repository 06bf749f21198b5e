// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { meOf } from '../../testing/builders.ts';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { ConnectionChip } from './connection-chip.tsx';

describe('the connected account', () => {
  it('is always in sight, and can be disconnected by an administrator', async () => {
    const user = userEvent.setup();
    const me = [meOf(), meOf({ connection: { state: 'notConnected' } })];
    const { sent } = renderTab(<ConnectionChip />, {
      'GET /api/me': () => me.shift(),
      'DELETE /api/me/connection': { state: 'notConnected' },
    });
    await user.click(await screen.findByRole('button', { name: 'Ada Admin' }));
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    expect(sent.map(({ method }) => method)).not.toContain('DELETE');
    await user.click(await screen.findByRole('button', { name: 'Stay connected' }));
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    await user.click(await screen.findByRole('button', { name: 'Disconnect now' }));
    await waitFor(() => expect(screen.getAllByText('No account connected').length).toBeGreaterThan(0));
  });

  it('shows why connecting failed', async () => {
    const user = userEvent.setup();
    renderTab(<ConnectionChip />, {
      'GET /api/me': meOf({ connection: { state: 'needsSignIn', problem: 'The password was changed.' } }),
      'POST /api/me/connection': problemAnswer(409, { detail: 'Consent is missing.' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Account needs sign-in' }));
    expect(await screen.findByText('The password was changed.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Connect Microsoft account' }));
    expect(await screen.findByText('Consent is missing.')).toBeTruthy();
  });

  it('is only looked at by the others', async () => {
    const user = userEvent.setup();
    renderTab(<ConnectionChip />, { 'GET /api/me': meOf({ roles: ['Places.Viewer'] }) });
    await user.click(await screen.findByRole('button', { name: 'Ada Admin' }));
    expect(await screen.findByText(/Only a Places Sync administrator/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Disconnect' })).toBeNull();
  });
});
