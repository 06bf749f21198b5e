/** Tokens of people who look: on-behalf-of for reading places, kept in memory only. */
import { createHash } from 'node:crypto';
import type { TenantId } from '../../core/model/place.ts';
import type { Clock } from '../../ports/clock.ts';
import { SignInNeeded, type TokenSource, type Viewer } from '../../ports/token-source.ts';
import { createMsalClient, type MsalOptions } from './msal-client.ts';
import { checkTenant, claimOf, wrongTenant } from './own-tenant.ts';
import { refusalOf } from './sign-in-errors.ts';

/** The least that shows places (graph-places.md section 10). */
const READ = 'Place.Read.All';
/** A token is used until so long before its end. */
const SPARE_MS = 5 * 60_000;
/** A clear no is believed for so long, unless the person comes with a new sign-in. */
const REFUSED_MS = 5 * 60_000;
/** People remembered; whoever came first is forgotten first and asked for again. */
const REMEMBERED = 500;

export interface ViewerTokensOptions extends MsalOptions {
  readonly tenantId: string;
  readonly clock: Clock;
}

interface Kept {
  /** Of the tab token that it was asked with. */
  readonly askedWith: string;
  readonly answer: Promise<string>;
  /** Milliseconds; Infinity while it is being asked for. */
  until: number;
  refused: boolean;
}

/** @param resource address of Graph that tokens are asked for */
export function createViewerTokens(
  options: ViewerTokensOptions,
  resource: string,
): NonNullable<TokenSource['viewerToken']> {
  const kept = new Map<string, Kept>();
  const { clock } = options;
  return (tenantId, viewer, { claims } = {}) => {
    if (!isOurs(options, tenantId, viewer)) return Promise.reject(wrongTenant());
    const key = `${tenantId} ${viewer.userId}`;
    const askedWith = createHash('sha256').update(viewer.token).digest('base64');
    const known = kept.get(key);
    const good = known !== undefined && clock.now().getTime() < known.until;
    if (good && claims === undefined && (!known.refused || known.askedWith === askedWith))
      return known.answer;
    const asked = askOnBehalf(options, `${resource}/${READ}`, tenantId, viewer, claims);
    const entry: Kept = {
      askedWith,
      answer: asked.then(({ token }) => token),
      until: Infinity,
      refused: false,
    };
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > REMEMBERED && oldest !== undefined) kept.delete(oldest);
    asked.then(
      ({ endsAt }) => (entry.until = endsAt - SPARE_MS),
      (error: unknown) => {
        // What only an outage refused is asked again at once.
        entry.refused = true;
        entry.until = error instanceof SignInNeeded ? clock.now().getTime() + REFUSED_MS : 0;
      },
    );
    return entry.answer;
  };
}

function isOurs({ tenantId }: ViewerTokensOptions, asked: TenantId, { token, userId }: Viewer): boolean {
  return asked === tenantId && claimOf(token, 'tid') === tenantId && claimOf(token, 'oid') === userId;
}

async function askOnBehalf(
  options: ViewerTokensOptions,
  scope: string,
  tenantId: TenantId,
  { token }: Viewer,
  claims: string | undefined,
): Promise<{ token: string; endsAt: number }> {
  try {
    const client = createMsalClient(options, tenantId);
    const request = { oboAssertion: token, scopes: [scope], ...(claims === undefined ? {} : { claims }) };
    const result = checkTenant(await client.acquireTokenOnBehalfOf(request), tenantId);
    return { token: result.accessToken, endsAt: result.expiresOn?.getTime() ?? 0 };
  } catch (error) {
    throw aboutViewer(refusalOf(error).error);
  }
}

/** The words for a connected account would send the wrong person to the wrong menu. */
function aboutViewer(error: Error): Error {
  if (!(error instanceof SignInNeeded) || error.code === 'wrong-tenant') return error;
  return new SignInNeeded(
    error.code,
    'Microsoft does not let you read places at the moment.',
    'Reload the tab and sign in again. If that does not help, ask your administrator about your account.',
    error.claims,
  );
}
