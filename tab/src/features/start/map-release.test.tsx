// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { meOf, planOf, runOf } from '../../testing/builders.ts';
import { officeTree } from '../../testing/office.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { StartDialog } from './start-dialog.tsx';

const reason = 'Microsoft Places shows a map that somebody else uploaded. It stays as it is.';
const map = { action: 'none' as const, reason, floors: 2, release: 'map-of-others' };

function open(me = meOf()) {
  const dialog = (
    <StartDialog
      plan={{ ...planOf(officeTree), map }}
      me={me}
      open
      onClose={() => undefined}
      connect={null}
    />
  );
  const page = renderTab(dialog, { 'POST /api/plans/p1/runs': runOf({ id: 'r9', state: 'queued' }) });
  const go = screen.getByRole('button', { name: 'Start sync' });
  expect(go.getAttribute('aria-disabled')).not.toBe('true');
  return { ...page, go, user: userEvent.setup() };
}

it('leaves a map of somebody else as it is, and needs no release for that', async () => {
  const { user, go, sent } = open();
  expect(screen.getAllByText(reason).length).toBeGreaterThan(0);
  await user.click(go);
  expect(sent[0]?.body).toBe('{}');
});

it('has it replaced when an administrator says so', async () => {
  const { user, go, sent } = open();
  await user.click(screen.getByRole('checkbox', { name: 'Replace it with ours; a copy of it is kept' }));
  await user.click(go);
  expect(sent[0]?.body).toBe('{"release":["map-of-others"]}');
});

it('gives an operator no choice', () => {
  open(meOf({ roles: ['Places.Operator'] }));
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.getByText('Only a Places Sync administrator can release this.')).toBeTruthy();
});
