import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CLIENT,
  SECRET,
  startSignIn,
  TENANT,
  type RunningSignIn,
} from '../../../../sandbox/src/sign-in/testing/start-sign-in.ts';
import type { TenantId } from '../../core/model/place.ts';
import { SignInNeeded, type Viewer } from '../../ports/token-source.ts';
import { createViewerTokens } from './viewer-tokens.ts';

const tenant = TENANT as TenantId;
const GRAPH = 'https://graph.microsoft.com';
const START = Date.parse('2026-03-27T08:00:00Z');
const MINUTE = 60_000;
let service: RunningSignIn;
let viewerToken: ReturnType<typeof createViewerTokens>;

const sourceAt = (signInUrl: string) =>
  createViewerTokens(
    {
      signInUrl,
      tenantId: TENANT,
      clientId: CLIENT,
      clientSecret: SECRET,
      clock: { now: () => new Date(), wait: () => Promise.resolve() },
    },
    GRAPH,
  );
async function viewer(user = 'operator'): Promise<Viewer> {
  const token = await service.token({ user });
  return { userId: String(decodeJwt(token)['oid']), name: user, token };
}
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const tokenRequests = () => service.requests.filter((path) => path.endsWith('/oauth2/v2.0/token')).length;
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (reason: unknown) => reason,
  );

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  service = await startSignIn();
});
beforeEach(() => {
  vi.setSystemTime(START);
  service.signIn.reset();
  viewerToken = sourceAt(service.url);
});
afterEach(() => service.requests.splice(0));
afterAll(async () => {
  vi.useRealTimers();
  await service.stop();
});

describe('looking with the own rights', () => {
  it('trades the tab token for one that may read places and nothing else, of the same person', async () => {
    const person = await viewer();
    expect(decodeJwt(await viewerToken(tenant, person))).toMatchObject({
      aud: GRAPH,
      scp: 'Place.Read.All',
      oid: person.userId,
      xms_cc: ['cp1'],
    });
  });

  it('asks once an hour and person, however many previews and tab tokens there are', async () => {
    const [robin, kim] = [await viewer('operator'), await viewer('viewer')];
    const first = await Promise.all([1, 2, 3].map(() => viewerToken(tenant, robin)));
    expect(new Set(first).size).toBe(1);
    expect(await viewerToken(tenant, kim)).not.toBe(first[0]);
    later(50 * MINUTE);
    expect(await viewerToken(tenant, await viewer('operator'))).toBe(first[0]);
    expect(tokenRequests()).toBe(2);
    later(6 * MINUTE);
    expect(await viewerToken(tenant, await viewer('operator'))).not.toBe(first[0]);
    expect(tokenRequests()).toBe(3);
    await viewerToken(tenant, await viewer('operator'), { claims: '{}' });
    expect(tokenRequests()).toBe(4);
  });

  it('C22 never answers with the token of somebody else, nor sends anything for another directory', async () => {
    const [robin, kim, outsider] = [
      await viewer('operator'),
      await viewer('viewer'),
      await viewer('outsider'),
    ];
    await viewerToken(tenant, robin);
    service.requests.splice(0);
    const wrong: [TenantId, Viewer][] = [
      [tenant, { ...robin, token: kim.token }],
      [tenant, { ...kim, userId: robin.userId }],
      [tenant, { ...robin, token: 'not a token' }],
      [tenant, outsider],
      ['another-tenant' as TenantId, robin],
    ];
    for (const [asked, person] of wrong)
      expect(await refusal(viewerToken(asked, person))).toMatchObject({ code: 'wrong-tenant' });
    expect(tokenRequests()).toBe(0);
  });

  it('without consent it says so, and asks again only after a while or with a new sign-in', async () => {
    await service.control('consent', { to: 'reading', granted: false });
    const person = await viewer();
    for (let n = 0; n < 3; n += 1)
      expect(await refusal(viewerToken(tenant, person))).toMatchObject({ code: 'consent-required' });
    expect(tokenRequests()).toBe(1);
    await service.control('consent', { to: 'reading', granted: true });
    expect(await refusal(viewerToken(tenant, person))).toMatchObject({ code: 'consent-required' });
    later(6 * MINUTE);
    expect(await viewerToken(tenant, person)).toBeTruthy();
    expect(tokenRequests()).toBe(2);
  });

  it('F22 F23 what is about the person is said to the person', async () => {
    const person = await viewer();
    await service.control('people/operator', { disabled: true });
    const error = await refusal(viewerToken(tenant, person));
    expect(error).toBeInstanceOf(SignInNeeded);
    expect(error).toMatchObject({ code: 'account-disabled' });
    expect((error as SignInNeeded).hint).toContain('Reload the tab');
    expect((error as SignInNeeded).message).not.toContain('connected account');
  });

  it('an outage is not remembered', async () => {
    const person = await viewer();
    const nowhere = sourceAt('http://127.0.0.1:9');
    for (let n = 0; n < 2; n += 1)
      expect(await refusal(nowhere(tenant, person))).toMatchObject({ code: 'sign-in-unreachable' });
  });
});
