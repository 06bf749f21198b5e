import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useState } from 'react';
import type { Run } from '#contract';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { followEvents, type LinkState } from '../../shared/api-client/follow-events.ts';
import { refreshAfterRun } from '../../shared/api-client/queries.ts';
import type { ServerEvent } from '../../shared/api-client/sse-parser.ts';
import { hasEnded, storyOf, tell, type RunStory } from './run-story.ts';

interface Followed {
  readonly story: RunStory;
  readonly link: LinkState;
  /** Why nothing more is heard of it; undefined while it is followed. */
  readonly refused: unknown;
  /** Follows it once more, after a refusal. */
  readonly again: () => void;
}

/** Follows a run live, over lost connections, until it ends; then reads it once more for the final word. */
export function useRunStory(run: Run): Followed {
  const api = useApi();
  const queries = useQueryClient();
  const [story, told] = useReducer(
    (now: RunStory, news: { event: ServerEvent; at: number }) => tell(now, news.event, news.at),
    run,
    storyOf,
  );
  const [link, setLink] = useState<LinkState>('connecting');
  const [refused, setRefused] = useState<unknown>();
  const [tries, setTries] = useState(0);
  const again = () => {
    setRefused(undefined);
    setTries(tries + 1);
  };

  useEffect(() => {
    const stop = new AbortController();
    const path = `/api/runs/${encodeURIComponent(run.id)}`;
    followEvents({
      open: (lastEventId, signal) =>
        api.raw(`${path}/events`, {
          signal,
          headers: {
            Accept: 'text/event-stream',
            ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
          },
        }),
      onEvent: (event) => {
        told({ event, at: performance.now() });
        return endsRun(event);
      },
      onLink: setLink,
      signal: stop.signal,
    })
      .then(async () => {
        if (!stop.signal.aborted) await refreshAfterRun(queries, await api.json<Run>(path));
      })
      .catch((error: unknown) => setRefused(error));
    return () => stop.abort();
  }, [api, queries, run.id, tries]);

  return { story, link, refused, again };
}

function endsRun(event: ServerEvent): boolean {
  if (event.event !== 'state') return false;
  return hasEnded((JSON.parse(event.data) as { state: Run['state'] }).state);
}
