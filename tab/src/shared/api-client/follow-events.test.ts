import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { followEvents, type LinkState } from './follow-events.ts';

const streamOf = (text: string) => new Response(text);

describe('following a stream', () => {
  it('reconnects from the last id after the stream breaks, and stops at the end', async () => {
    const asked: (string | undefined)[] = [];
    const seen: string[] = [];
    const links: LinkState[] = [];
    const answers = [
      () => streamOf('id: 1\nevent: step\ndata: a\n\nid: 2\nevent: step\ndata: b\n\nid: 3\ndata: cut'),
      () => {
        throw new ApiError(0, {});
      },
      () => streamOf('id: 3\nevent: state\ndata: done\n\n'),
    ];
    await followEvents({
      open: (lastId) => {
        asked.push(lastId);
        return Promise.resolve().then(answers[asked.length - 1]);
      },
      onEvent: (event) => {
        seen.push(event.data);
        return event.event === 'state';
      },
      onLink: (state) => links.push(state),
      signal: new AbortController().signal,
      wait: () => Promise.resolve(),
    });
    expect(asked).toEqual([undefined, '2', '2']);
    expect(seen).toEqual(['a', 'b', 'done']);
    expect(links).toEqual(['connecting', 'live', 'reconnecting', 'reconnecting', 'live']);
  });

  it('gives up at a refusal that no repeat changes', async () => {
    const following = followEvents({
      open: () => Promise.reject(new ApiError(404, {})),
      onEvent: () => false,
      onLink: () => undefined,
      signal: new AbortController().signal,
      wait: () => Promise.resolve(),
    });
    await expect(following).rejects.toMatchObject({ status: 404 });
  });

  it('waits as long as the service asks', async () => {
    const waits: number[] = [];
    const stop = new AbortController();
    await followEvents({
      open: () => Promise.reject(new ApiError(429, {}, 42)),
      onEvent: () => false,
      onLink: () => undefined,
      signal: stop.signal,
      wait: (ms) => {
        waits.push(ms);
        stop.abort();
        return Promise.resolve();
      },
    });
    expect(waits).toEqual([42_000]);
  });

  it('outlasts a host without a token, but not for ever', async () => {
    let tries = 0;
    const following = followEvents({
      open: () => {
        tries += 1;
        return Promise.reject(new ApiError(401, {}));
      },
      onEvent: () => false,
      onLink: () => undefined,
      signal: new AbortController().signal,
      wait: () => Promise.resolve(),
    });
    await expect(following).rejects.toMatchObject({ status: 401 });
    expect(tries).toBeGreaterThan(3);
  });

  it('stops quietly when nobody listens any more', async () => {
    const stop = new AbortController();
    await followEvents({
      open: () => {
        stop.abort();
        return Promise.reject(new DOMException('aborted', 'AbortError'));
      },
      onEvent: () => false,
      onLink: () => undefined,
      signal: stop.signal,
    });
    expect(stop.signal.aborted).toBe(true);
  });
});
