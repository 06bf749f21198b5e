/** Carries out writes: one by itself, several as one `$batch`, each judged and repeated by itself. */
import type { PlaceWrite, WriteOutcome } from '../../ports/place-directory.ts';
import { BATCH_SIZE, batchBody, batchItems, type PlainRequest } from './batch.ts';
import { type Answer, CallFailed, outcomeOf } from './call.ts';
import type { GraphClient } from './client.ts';
import { bodyOf } from './convert.ts';
import { judge } from './judge.ts';
import { pathOf } from './read-places.ts';
import { pause } from './tenant-gate.ts';
import { nextTry, NO_TRIES, type Tries, type Trouble } from './try-again.ts';

/** One write on its way. */
interface Item {
  readonly write: PlaceWrite;
  readonly tries: Tries;
  /** What it is when nothing more is sent. */
  readonly outcome: WriteOutcome;
  /** An earlier try may have been carried out. */
  readonly perhapsDone: boolean;
}
type Got = Answer | CallFailed;

/** One outcome per write, in their order. @throws RangeError for more than {@link BATCH_SIZE} */
export async function writePlaces(
  client: GraphClient,
  writes: readonly PlaceWrite[],
  signal?: AbortSignal,
): Promise<WriteOutcome[]> {
  if (writes.length > BATCH_SIZE) throw new RangeError(`At most ${BATCH_SIZE} writes at once`);
  const outcomes = new Map<PlaceWrite, WriteOutcome>();
  let open = writes.map((write): Item => ({
    write,
    tries: NO_TRIES,
    outcome: unsent(write),
    perhapsDone: false,
  }));
  while (open.length > 0) {
    const gots = await sendAll(client, open, signal);
    const next = open.map((item, index) => judged(client, item, gots[index]));
    for (const { item } of next) outcomes.set(item.write, item.outcome);
    const again = next.filter((one) => one.wait !== null);
    const failed = await ready(client, again, signal);
    if (failed) for (const { item } of again) outcomes.set(item.write, stopped(item, failed));
    open = failed ? [] : again.map((one) => one.item);
  }
  return writes.map((write) => outcomes.get(write) ?? unsent(write));
}

interface Judged {
  readonly item: Item;
  /** Before it is sent again; null: it is settled. */
  readonly wait: { readonly ms: number; readonly trouble: Trouble } | null;
}

function judged(client: GraphClient, item: Item, got: Got | undefined): Judged {
  const { patience, gate } = client;
  const { outcome, trouble } = judge(item.write, got ?? missing, patience.clock.now());
  const again = trouble && nextTry(item.tries, trouble, patience);
  const gaveUp = got instanceof CallFailed && got.how === 'aborted';
  const next: Item = {
    write: item.write,
    tries: again?.tries ?? item.tries,
    outcome: withWait(gaveUp ? item.outcome : honest(item, outcome), gate.closedForMs()),
    perhapsDone: item.perhapsDone || outcome.result === 'unclear',
  };
  return { item: next, wait: again && { ms: again.waitMs, trouble } };
}

/** "Nothing was changed" is not true any more once an earlier try got lost. */
function honest(item: Item, outcome: WriteOutcome): WriteOutcome {
  if (!item.perhapsDone || (outcome.result !== 'waiting' && outcome.result !== 'signIn')) return outcome;
  return { ref: outcome.ref, result: 'unclear', error: outcome.error };
}

/** A throttled item waits as long as the tenant's gate stays closed. */
const withWait = (outcome: WriteOutcome, closedMs: number): WriteOutcome =>
  outcome.result === 'waiting'
    ? { ...outcome, retryAfterMs: Math.max(outcome.retryAfterMs, closedMs, 0) }
    : outcome;

/** Waits for the slowest and renews the token where one was refused; says why when that did not work. */
async function ready(client: GraphClient, again: readonly Judged[], signal: AbortSignal | undefined) {
  const waits = again.flatMap(({ wait }) => (wait ? [wait] : []));
  const ms = Math.max(0, ...waits.map((wait) => wait.ms));
  try {
    for (const { trouble } of waits)
      if (trouble.kind === 'unauthorised') await client.tokens.renew(trouble.answer);
    if (ms > 0) await pause(client.patience.clock, ms, signal);
    return null;
  } catch (error) {
    if (error instanceof CallFailed) return error;
    throw error;
  }
}

/** An item that would have been sent again, when that is not possible. */
function stopped(item: Item, failed: CallFailed): WriteOutcome {
  if (failed.how !== 'signIn' || item.perhapsDone) return item.outcome;
  return { ref: item.write.ref, result: 'signIn', error: failed.error };
}

/** What came back for each item, in their order. */
async function sendAll(client: GraphClient, items: readonly Item[], signal: AbortSignal | undefined) {
  const requests = items.map(({ write }) => requestOf(write));
  const sendable = requests.flatMap((request, index) => (request ? [{ request, index }] : []));
  const gots: (Got | undefined)[] = requests.map((request) => (request ? undefined : noSuchId));
  const answers =
    sendable.length > 1
      ? await sendBatch(
          client,
          sendable.map(({ request }) => request),
          signal,
        )
      : await sendSingly(
          client,
          sendable.map(({ request }) => request),
          signal,
        );
  sendable.forEach(({ index }, at) => (gots[index] = answers[at]));
  return gots;
}

function sendSingly(client: GraphClient, requests: readonly PlainRequest[], signal: AbortSignal | undefined) {
  return Promise.all(requests.map((request) => outcomeOf(client.send({ ...request, signal }))));
}

async function sendBatch(
  client: GraphClient,
  requests: readonly PlainRequest[],
  signal: AbortSignal | undefined,
): Promise<Got[]> {
  const ids = requests.map(() => client.newId());
  const body = batchBody(requests, ids);
  const whole = await outcomeOf(client.send({ method: 'POST', path: '/$batch', body, signal }));
  if (whole instanceof CallFailed) return requests.map(() => whole);
  // Not even parsed, so nothing was carried out: perhaps one item spoils it for the others.
  if (whole.status === 400 || whole.status === 413) return sendSingly(client, requests, signal);
  if (whole.status !== 200) return requests.map(() => whole);
  const items = batchItems(whole);
  return requests.map((_request, index) => {
    const clientRequestId = ids[index] ?? '';
    const answer = items.get(String(index + 1));
    if (answer) return { ...answer, clientRequestId };
    const requestId = whole.header('request-id');
    const message = 'The batch came back without an answer to this item.';
    return new CallFailed('lost', {
      code: 'missingAnswer',
      message,
      status: 200,
      requestId,
      clientRequestId,
    });
  });
}

function requestOf(write: PlaceWrite): PlainRequest | null {
  if (write.kind === 'create') return { method: 'POST', path: '/places', body: bodyOf(write) };
  const path = pathOf(write.id);
  if (path === null) return null;
  return write.kind === 'update'
    ? { method: 'PATCH', path, body: bodyOf(write) }
    : { method: 'DELETE', path };
}

const missing = new CallFailed('lost', { code: 'missingAnswer', message: 'No answer came.' });
const noSuchId = new CallFailed('notSent', {
  code: 'invalidId',
  message: 'This is not the id of a place.',
  repeatable: false,
});

/** Replaced as soon as something came back. */
const unsent = ({ ref }: PlaceWrite): WriteOutcome => ({
  ref,
  result: 'waiting',
  retryAfterMs: 0,
  error: { status: null, code: 'notSent', message: 'Not sent.', requestId: null, clientRequestId: null },
});
