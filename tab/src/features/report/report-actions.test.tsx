// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportOf, runOf } from '../../testing/builders.ts';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { ReportMenu } from './report-menu.tsx';
import { ReportView } from './report-view.tsx';

const REPORT = 'GET /api/runs/run1/report';
const RETRY = 'POST /api/runs/run1/retry';

describe('a report that is taken elsewhere', () => {
  const saved: string[] = [];

  beforeEach(() => {
    saved.length = 0;
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
    );
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('says where everybody sees it that the download failed, and repeats the same one', async () => {
    const user = userEvent.setup();
    let tries = 0;
    const { sent } = renderTab(<ReportMenu runId="run1" />, {
      [REPORT]: () => (++tries === 1 ? problemAnswer(503, { traceId: 't-9' }) : new Response('a,b')),
    });
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(screen.getByRole('menuitem', { name: 'Download CSV' }));
    expect((await screen.findByRole('alert')).textContent).toContain('t-9');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(saved).toEqual(['report-run1.csv']));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(sent.map(({ headers }) => headers.get('accept'))).toEqual(['text/csv', 'text/csv']);
  });
});

describe('repeating what failed', () => {
  const failure = {
    key: 'D1',
    name: 'Desk 1',
    type: 'desk',
    action: 'create',
    error: { status: 400, code: 'Bad', message: 'No.', requestId: null },
  } as const;
  const open = (answers: object) => {
    const view = <ReportView report={reportOf({ failures: [failure] })} mayRetry />;
    return { ...renderTab(view, answers as never), user: userEvent.setup() };
  };

  afterEach(() => {
    location.hash = '';
  });

  it('is asked for once, also when the first answer was lost', async () => {
    let tries = 0;
    const { user, sent } = open({
      [RETRY]: () => (++tries === 1 ? Promise.reject(new TypeError('lost')) : runOf({ id: 'run2' })),
    });
    await user.click(screen.getByRole('button', { name: 'Retry failed' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(location.hash).toBe('#/runs/run2');
    const [first, second] = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
  });

  it('leads to the sync that runs already', async () => {
    const { user } = open({
      [RETRY]: problemAnswer(409, { code: 'run-active', detail: 'A sync runs.', runId: 'r7' }),
    });
    await user.click(screen.getByRole('button', { name: 'Retry failed' }));
    const link = await screen.findByRole('link', { name: 'Open the running sync' });
    expect(link.getAttribute('href')).toBe('#/runs/r7');
  });
});
