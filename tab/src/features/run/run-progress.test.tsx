// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { countsOf, runOf } from '../../testing/builders.ts';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { RunProgress } from './run-progress.tsx';

/** A stream that a test writes to by hand. */
function openStream() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  let id = 0;
  return {
    response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    send: (event: string, data: object) =>
      controller.enqueue(
        new TextEncoder().encode(`id: ${++id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      ),
    breakOff: () => controller.close(),
  };
}

const failed = {
  key: 'd1',
  name: 'Desk 1',
  type: 'desk',
  action: 'create',
  outcome: 'failed',
  error: { status: 409, code: 'Conflict', message: 'The name is taken.', requestId: 'x' },
};

describe('a run on screen', () => {
  it('follows the events: share, failures, state', async () => {
    const stream = openStream();
    renderTab(<RunProgress run={runOf()} mayControl />, { 'GET /api/runs/run1/events': stream.response });
    stream.send('progress', { done: 3, total: 10, counts: countsOf({ created: 2, failed: 1 }) });
    stream.send('step', failed);
    expect(await screen.findByText('30 %')).toBeTruthy();
    expect(screen.getByText('3 of 10')).toBeTruthy();
    expect((await screen.findByText(/The name is taken/)).textContent).toContain('409 Conflict');
    expect(screen.getByRole('progressbar', { name: 'Progress of the sync' })).toBeTruthy();
  });

  it('reads the run once more when it ends', async () => {
    const stream = openStream();
    const { sent, queries } = renderTab(<RunProgress run={runOf()} mayControl />, {
      'GET /api/runs/run1/events': stream.response,
      'GET /api/runs/run1': runOf({ state: 'done' }),
    });
    stream.send('state', { state: 'done' });
    await waitFor(() => expect(queries.getQueryData(['run', 'run1'])).toMatchObject({ state: 'done' }));
    expect(sent.map((call) => call.path)).toEqual(['/api/runs/run1/events', '/api/runs/run1']);
  });

  it('says that the connection is lost, and goes on after the last event', async () => {
    const [first, second] = [openStream(), openStream()];
    const streams = [first.response, second.response];
    const { sent } = renderTab(<RunProgress run={runOf()} mayControl />, {
      'GET /api/runs/run1/events': () => streams.shift(),
    });
    first.send('progress', { done: 1, total: 10 });
    await screen.findByText('10 %');
    first.breakOff();
    expect(await screen.findByText('Connection lost, reconnecting')).toBeTruthy();
    await waitFor(() => expect(sent).toHaveLength(2), { timeout: 3_000 });
    expect(sent[1]?.headers.get('last-event-id')).toBe('1');
    second.send('progress', { done: 9, total: 10 });
    expect(await screen.findByText('90 %')).toBeTruthy();
    expect(screen.queryByText('Connection lost, reconnecting')).toBeNull();
  });

  it('can be cancelled, and shows a refusal where it happened', async () => {
    const user = userEvent.setup();
    const { sent } = renderTab(<RunProgress run={runOf()} mayControl />, {
      'GET /api/runs/run1/events': openStream().response,
      'POST /api/runs/run1/cancel': problemAnswer(409, { detail: 'It has ended already.' }),
    });
    await user.click(screen.getByRole('button', { name: 'Cancel sync' }));
    expect(await screen.findByText('It has ended already.')).toBeTruthy();
    expect(sent.some((call) => call.path === '/api/runs/run1/cancel')).toBe(true);
  });

  it('repeats a cancel that the network lost', async () => {
    const user = userEvent.setup();
    let tries = 0;
    const { sent } = renderTab(<RunProgress run={runOf()} mayControl />, {
      'GET /api/runs/run1/events': openStream().response,
      'POST /api/runs/run1/cancel': () => {
        if (++tries === 1) throw new TypeError('lost');
        return runOf({ state: 'cancelling' });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Cancel sync' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    const cancels = sent.filter(({ path }) => path === '/api/runs/run1/cancel');
    expect(new Set(cancels.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  });

  it('can be followed again after its last answer was lost', async () => {
    const user = userEvent.setup();
    const streams = [openStream(), openStream()];
    for (const stream of streams) stream.send('state', { state: 'done' });
    let reads = 0;
    const { queries } = renderTab(<RunProgress run={runOf()} mayControl />, {
      'GET /api/runs/run1/events': () => streams[reads]?.response,
      'GET /api/runs/run1': () => (++reads === 1 ? problemAnswer(503, {}) : runOf({ state: 'done' })),
    });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(queries.getQueryData(['run', 'run1'])).toMatchObject({ state: 'done' }));
  });

  it('offers to resume what is paused, with the reason', () => {
    renderTab(<RunProgress run={runOf({ state: 'paused', stateReason: 'Sign in again.' })} mayControl />, {
      'GET /api/runs/run1/events': openStream().response,
    });
    expect(screen.getByText(/Sign in again\./)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeTruthy();
  });

  it('says when a pause ends by itself, as soon as it begins, and lets nobody think that it waits for them', async () => {
    const stream = openStream();
    renderTab(<RunProgress run={runOf()} mayControl />, { 'GET /api/runs/run1/events': stream.response });
    const resumesAt = new Date(Date.now() + 300_000).toISOString();
    stream.send('state', { state: 'paused', reason: 'Microsoft asks for less.', resumesAt });
    expect(await screen.findByText('Paused: goes on by itself')).toBeTruthy();
    expect(screen.getByText(/Microsoft asks for less\. Next try: .+ \(in 5 minutes\)/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Resume now' })).toBeTruthy();
    stream.send('state', { state: 'running' });
    await waitFor(() => expect(screen.queryByText(/goes on by itself/)).toBeNull());
  });

  it('does not name a time that has passed', () => {
    const run = runOf({ state: 'paused', stateReason: 'Wait.', resumesAt: '2026-03-01T10:05:00Z' });
    renderTab(<RunProgress run={run} mayControl={false} />, {
      'GET /api/runs/run1/events': openStream().response,
    });
    expect(screen.getByText(/begins any moment now/)).toBeTruthy();
  });

  it('lets a viewer watch only', () => {
    renderTab(<RunProgress run={runOf()} mayControl={false} />, {
      'GET /api/runs/run1/events': openStream().response,
    });
    expect(screen.queryByRole('button')).toBeNull();
  });
});
