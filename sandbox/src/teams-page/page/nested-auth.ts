/** Nested app authentication as the host does it: the tab's MSAL asks through the bridge, the host answers with a token. */
import { askToken } from './single-sign-on.ts';

interface Request {
  readonly messageType: string;
  readonly method: string;
  readonly requestId: string;
}

interface Person {
  readonly person: string;
  readonly name: string;
  readonly upn: string;
}

const accountOf = ({ person, name, upn }: Person) => ({
  homeAccountId: `${person}.contoso`,
  localAccountId: person,
  environment: 'login.microsoftonline.com',
  tenantId: 'contoso',
  username: upn,
  name,
});

/** A token as the bridge hands it over; the host's own prompt counts as answered with yes. */
async function tokenOf(person: Person, prompted: boolean) {
  const answer = await askToken({ user: person.person, ...(prompted ? { mfa: true } : { silent: true }) });
  if ('refused' in answer) return undefined;
  const { token, expiresAt } = answer;
  const expires = Math.max(60, Math.round((Date.parse(expiresAt) - Date.now()) / 1000));
  return {
    access_token: token,
    id_token: token,
    expires_in: expires,
    scope: 'access_as_user',
    properties: null,
  };
}

/** The arguments of the answer to one bridge message (teams-platform.md section 6). */
export async function getNestedAnswer(data: string, person: Person): Promise<unknown[] | undefined> {
  const request = JSON.parse(data) as Request;
  if (request.messageType !== 'NestedAppAuthRequest') return undefined;
  const answer = { messageType: 'NestedAppAuthResponse', requestId: request.requestId, success: true };
  if (request.method === 'GetInitContext') {
    const initContext = { capabilities: { queryAccount: false }, sdkName: 'simulated', sdkVersion: '1.0.0' };
    return [null, JSON.stringify({ ...answer, initContext })];
  }
  const token = await tokenOf(person, request.method === 'GetTokenPopup');
  if (token === undefined) {
    const error = { status: 'USER_INTERACTION_REQUIRED', code: 'consent_required', description: 'Refused.' };
    return [null, JSON.stringify({ ...answer, success: false, error })];
  }
  return [null, JSON.stringify({ ...answer, token, account: accountOf(person) })];
}
