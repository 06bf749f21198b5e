// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Me, Plan, Run } from '#contract';
import { meOf, nodeOf, planOf, runOf } from '../../testing/builders.ts';
import { officeTree } from '../../testing/office.ts';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { StartDialog } from './start-dialog.tsx';

const START = 'POST /api/plans/p1/runs';

function open(plan: Plan, answers = {}, me: Me = meOf()) {
  const user = userEvent.setup();
  const page = renderTab(
    <StartDialog plan={plan} me={me} open onClose={() => undefined} connect={<p>Connect first</p>} />,
    answers,
  );
  const go = screen.getByRole('button', { name: /^Start (sync|and remove)/ });
  return { ...page, user, go, isReady: () => go.getAttribute('aria-disabled') !== 'true' };
}

afterEach(() => {
  location.hash = '';
});

describe('the confirmation', () => {
  it('names tenant, account and counts, and opens the run it started', async () => {
    const { user, go, sent } = open(planOf(officeTree), { [START]: runOf({ id: 'r9', state: 'queued' }) });
    expect(screen.getByText('contoso.example')).toBeTruthy();
    expect(screen.getByText('Ada Admin')).toBeTruthy();
    expect(screen.getByText('1 Create, 2 Update, 5 Skip')).toBeTruthy();
    await user.click(go);
    expect(location.hash).toBe('#/runs/r9');
    expect(sent[0]?.body).toBe('{}');
    expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('asks to type the name before anything is removed', async () => {
    const plan = planOf(
      nodeOf({
        key: 'b',
        type: 'building',
        name: 'Contoso HQ',
        children: [nodeOf({ key: 'd', type: 'desk', name: 'Old desk', action: 'remove' })],
      }),
    );
    const { user, isReady } = open(plan);
    expect(screen.getByText('Old desk')).toBeTruthy();
    expect(isReady()).toBe(false);
    await user.type(screen.getByRole('textbox'), 'contoso');
    expect(isReady()).toBe(false);
    await user.clear(screen.getByRole('textbox'));
    await user.type(screen.getByRole('textbox'), 'Contoso HQ');
    expect(isReady()).toBe(true);
  });

  it('waits for an account', () => {
    const { isReady } = open(planOf(officeTree), {}, meOf({ connection: { state: 'notConnected' } }));
    expect(screen.getByText('Connect first')).toBeTruthy();
    expect(isReady()).toBe(false);
  });
});

describe('guards', () => {
  const guard = {
    code: 'shrunk',
    tripped: true,
    count: 9,
    limit: 1,
    message: 'The source shrank.',
    releasable: true,
  };

  it('are released one by one, by an administrator', async () => {
    const plan = planOf(officeTree, { guards: [guard] });
    const { user, go, isReady, sent } = open(plan, { [START]: runOf() });
    expect(isReady()).toBe(false);
    await user.click(screen.getByRole('checkbox', { name: /The source shrank/ }));
    expect(isReady()).toBe(true);
    await user.click(go);
    expect(sent[0]?.body).toBe('{"release":["shrunk"]}');
  });

  it('are not offered to an operator', () => {
    const { isReady } = open(
      planOf(officeTree, { guards: [guard] }),
      {},
      meOf({ roles: ['Places.Operator'] }),
    );
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.getByText(/Only a Places Sync administrator can release/)).toBeTruthy();
    expect(isReady()).toBe(false);
  });

  it('that hide a failed read cannot be released', () => {
    const plan = planOf(officeTree, { guards: [{ ...guard, releasable: false }], applyable: false });
    const { isReady } = open(plan);
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(isReady()).toBe(false);
  });
});

describe('a refused start', () => {
  it('repeats with the same key, so that a lost answer never starts two runs', async () => {
    let calls = 0;
    const { user, go, sent } = open(planOf(officeTree), {
      [START]: () => (++calls === 1 ? Promise.reject(new TypeError('lost')) : runOf({ id: 'r2' })),
    });
    await user.click(go);
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(location.hash).toBe('#/runs/r2');
    expect(sent[0]?.headers.get('idempotency-key')).toBe(sent[1]?.headers.get('idempotency-key'));
  });

  it('leads to the run in the way', async () => {
    const { user, go } = open(planOf(officeTree), {
      [START]: problemAnswer(409, {
        code: 'run-active',
        title: 'Running',
        detail: 'A sync runs.',
        runId: 'r7',
      }),
    });
    await user.click(go);
    const link = await screen.findByRole('link', { name: 'Open the running sync' });
    expect(link.getAttribute('href')).toBe('#/runs/r7');
  });

  it.each([
    ['is stale', 409, 'plan-stale'],
    ['meets a guard it did not know of', 422, 'plan-guarded'],
  ])('compares again when the plan %s', async (_what, status, code) => {
    const { user, go } = open(planOf(officeTree), {
      [START]: problemAnswer(status, { code, detail: 'Places changed since.' }),
      'POST /api/buildings/b1/plans': planOf(officeTree, { id: 'p2' }),
    });
    await user.click(go);
    await user.click(await screen.findByRole('button', { name: 'Compare again' }));
    expect(location.hash).toBe('#/plans/p2');
  });

  it('says so when the fresh comparison is refused too', async () => {
    const { user, go } = open(planOf(officeTree), {
      [START]: problemAnswer(409, { code: 'plan-stale', detail: 'Places changed since.' }),
      'POST /api/buildings/b1/plans': problemAnswer(503, { detail: 'Microsoft does not answer.' }),
    });
    await user.click(go);
    await user.click(await screen.findByRole('button', { name: 'Compare again' }));
    expect(await screen.findByText('Microsoft does not answer.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('keeps what was typed and released over a 429, and waits as long as the service asks', async () => {
    const guard = {
      code: 'shrunk',
      tripped: true,
      count: 9,
      limit: 1,
      message: 'It shrank.',
      releasable: true,
    };
    const tree = nodeOf({ key: 'b', type: 'building', name: 'HQ', action: 'remove' });
    const { user, go } = open(planOf(tree, { guards: [guard] }), {
      [START]: problemAnswer(429, { code: 'too-many-starts' }, { 'retry-after': '40' }),
    });
    await user.type(screen.getByRole('textbox'), 'HQ');
    await user.click(screen.getByRole('checkbox'));
    await user.click(go);
    const again = await screen.findByRole('button', { name: /^Try again in \d+ s$/ });
    expect(again.getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('HQ');
    expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(true);
  });
});

describe('a slow start', () => {
  it('is sent once, says that it is on its way, and is not lost by closing', async () => {
    let answer!: (run: Run) => void;
    const onClose = vi.fn();
    const user = userEvent.setup();
    const { sent } = renderTab(
      <StartDialog plan={planOf(officeTree)} me={meOf()} open onClose={onClose} connect={null} />,
      { [START]: () => new Promise<Run>((resolve) => (answer = resolve)) },
    );
    await user.click(screen.getByRole('button', { name: 'Start sync' }));
    await user.click(await screen.findByRole('button', { name: 'Starting…' }));
    await user.keyboard('{Escape}');
    expect(onClose).not.toHaveBeenCalled();
    answer(runOf({ id: 'r4' }));
    await waitFor(() => expect(location.hash).toBe('#/runs/r4'));
    expect(sent).toHaveLength(1);
  });

  it('closes on Escape when nothing is on its way', async () => {
    const onClose = vi.fn();
    const user = userEvent.setup();
    renderTab(<StartDialog plan={planOf(officeTree)} me={meOf()} open onClose={onClose} connect={null} />);
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalled();
  });
});
