import { useCallback } from 'react';
import type { Post } from './use-posts.ts';

/** What the bot answers to a button (Bot Framework, adaptiveCard/action). */
interface InvokeAnswer {
  readonly type?: string;
  readonly value?: unknown;
}

const CARD = 'application/vnd.microsoft.card.adaptive';

/**
 * Talks to the bot as a person of the tenant: the tenant's connector signs the activity and sends it on.
 * @param replaceCard shows the card that a button answers with, in place of its own
 * @param notice shows what the bot says, or what went wrong
 */
export function useBot(
  person: string,
  refresh: () => void,
  replaceCard: (stamp: string, card: unknown) => void,
  notice: (words: string) => void,
) {
  const send = useCallback(
    async (activity: Record<string, unknown>): Promise<InvokeAnswer> => {
      const response = await fetch('/_sandbox/activities', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: person, ...activity }),
      });
      const text = await response.text();
      if (!response.ok) notice(`The bot did not take it (HTTP ${response.status}).`);
      refresh();
      return response.ok && text.startsWith('{') ? (JSON.parse(text) as InvokeAnswer) : {};
    },
    [person, refresh, notice],
  );
  const say = useCallback((text: string) => void send({ type: 'message', text }), [send]);
  const press = useCallback(
    async (post: Pick<Post, 'id' | 'stamp'>, action: Record<string, unknown>) => {
      const value = { action, trigger: 'manual' };
      const answer = await send({ type: 'invoke', name: 'adaptiveCard/action', replyToId: post.id, value });
      if (answer.type === CARD) replaceCard(post.stamp, answer.value);
      else if (typeof answer.value === 'string') notice(answer.value);
    },
    [send, replaceCard, notice],
  );
  return { send, say, press };
}
