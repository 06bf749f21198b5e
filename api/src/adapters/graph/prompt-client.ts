/** The client for somebody who waits for the answer: it comes in time, or it says that it does not. */
import { type Answer, CallFailed } from './call.ts';
import type { GraphClient } from './client.ts';

/** Of one request, with everything it waits for: the line, the tenant's gate, other tries. */
const MOST_MS = 20_000;

/** A request that was given up may be on the wire already, so this is for reading only. */
export function promptClient(client: GraphClient, mostMs = MOST_MS): GraphClient {
  const inTime = async (send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    if (client.gate.closedForMs() > mostMs) throw slow();
    const [over, done] = [new AbortController(), new AbortController()];
    const late = client.patience.clock.wait(mostMs, done.signal).then(() => {
      over.abort();
      throw slow();
    });
    const answer = send(over.signal);
    // Whichever comes second is nobody's business any more.
    answer.catch(() => undefined);
    late.catch(() => undefined);
    return Promise.race([answer, late]).finally(() => done.abort());
  };
  return {
    ...client,
    send: (request) => inTime((signal) => client.send({ ...request, signal })),
    follow: (nextLink) => inTime((signal) => client.follow(nextLink, signal)),
  };
}

const slow = (): CallFailed =>
  new CallFailed('closed', {
    code: 'slow',
    message: 'Microsoft is slow at the moment. Try again in a minute.',
  });
