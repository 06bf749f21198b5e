import { describe, expect, it } from 'vitest';
import type { PlaceDirectory, PlaceWrite, ServiceError, WriteOutcome } from '../ports/place-directory.ts';
import { checkRights } from './check-rights.ts';

const error = (status: number | null): ServiceError => ({
  status,
  code: 'x',
  message: `Graph said ${status}`,
  requestId: 'r',
  clientRequestId: null,
});
const ref = 'rights-probe';

async function probe(outcome: WriteOutcome, roleTemplates: readonly string[] | null = null) {
  const sent: PlaceWrite[] = [];
  const directory: Pick<PlaceDirectory, 'write'> = {
    write(writes) {
      sent.push(...writes);
      return Promise.resolve([outcome]);
    },
  };
  return { rights: await checkRights(directory as PlaceDirectory, () => 'a-new-id', roleTemplates), sent };
}

describe('checkRights', () => {
  it('asks with one update of a place that cannot exist', async () => {
    const { sent } = await probe({ ref, result: 'refused', error: error(404) });
    expect(sent).toEqual([
      { kind: 'update', ref, type: 'building', id: 'a-new-id', fields: { phone: null } },
    ]);
  });

  it('no such place: the account may; access denied: it may not, and the role to ask for is named', async () => {
    expect((await probe({ ref, result: 'refused', error: error(404) })).rights).toEqual({ state: 'may' });
    const { rights } = await probe({ ref, result: 'refused', error: error(403) });
    expect(rights).toMatchObject({ state: 'mayNot', detail: 'Graph said 403' });
    expect('hint' in rights && rights.hint).toContain('Exchange Administrator');
  });

  it('where the token names roles, one of them has to fit', async () => {
    const notFound: WriteOutcome = { ref, result: 'refused', error: error(404) };
    const [exchange, everybody] = [
      '29232cdf-9323-42fd-ade2-1d097af3e4de',
      'b79fbf4d-3ef9-4689-8143-76b194e85509',
    ];
    expect((await probe(notFound, [everybody, exchange])).rights.state).toBe('may');
    const { rights } = await probe(notFound, [everybody]);
    expect(rights).toMatchObject({ state: 'doubtful' });
    expect('hint' in rights && rights.hint).toContain('Exchange Administrator');
    expect((await probe({ ...notFound, error: error(403) }, [exchange])).rights.state).toBe('mayNot');
    const pretended: WriteOutcome = { ref, result: 'done', requestId: null };
    expect((await probe(pretended, [])).rights.state).toBe('doubtful');
  });

  it('a success for a place that does not exist is a warning, not a yes', async () => {
    const { rights } = await probe({ ref, result: 'done', requestId: null });
    expect(rights.state).toBe('unknown');
    expect('hint' in rights && rights.hint).toContain('plan again');
  });

  it.each<WriteOutcome>([
    { ref, result: 'refused', error: error(400) },
    { ref, result: 'unclear', error: error(null) },
    { ref, result: 'waiting', error: error(429), retryAfterMs: 1 },
    { ref, result: 'signIn', error: error(401) },
  ])('$result says nothing about the role', async (outcome) => {
    expect((await probe(outcome)).rights.state).toBe('unknown');
  });
});
