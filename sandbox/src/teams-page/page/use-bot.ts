import { useCallback } from 'react';

/**
 * Talks to the bot as a person of the tenant: the tenant's connector signs the activity and sends it on.
 * @param notice shows what went wrong
 */
export function useBot(person: string, refresh: () => void, notice: (words: string) => void) {
  const send = useCallback(
    async (activity: Record<string, unknown>) => {
      const response = await fetch('/_sandbox/activities', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: person, ...activity }),
      });
      if (!response.ok) notice(`The bot did not take it (HTTP ${response.status}).`);
      refresh();
    },
    [person, refresh, notice],
  );
  const say = useCallback((text: string) => void send({ type: 'message', text }), [send]);
  const press = useCallback(
    (action: Record<string, unknown>) =>
      void send({ type: 'invoke', name: 'adaptiveCard/action', value: { action } }),
    [send],
  );
  return { say, press };
}
