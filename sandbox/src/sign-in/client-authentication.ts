/** Which application calls the token endpoint, and whether it proves it. */
import { createHash, createPublicKey } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import type { Directory } from './directory.ts';
import { EntraError } from './entra-error.ts';

/** An application of the directory with its secret. */
export interface Application {
  readonly id: string;
  readonly secret: string;
  readonly kind: 'api' | 'bot';
}

export type Form = Readonly<Record<string, string | undefined>>;

/**
 * The application of a token request.
 * @param mayBePublic a page in a browser has no secret; it proves itself with PKCE
 * @throws EntraError
 */
export async function authenticateClient(
  form: Form,
  applications: readonly Application[],
  directory: Directory,
  mayBePublic: boolean,
): Promise<Application> {
  const application = applications.find((each) => each.id === form['client_id']);
  if (!application) throw new EntraError(700016);
  if (application.kind === 'api' && directory.app.disabled) throw new EntraError(7000112);
  if (form['client_assertion'] !== undefined) {
    await checkCertificate(form['client_assertion'], application, directory);
  } else if (form['client_secret'] !== undefined) {
    checkSecret(form['client_secret'], application, directory);
  } else if (!mayBePublic) {
    throw new EntraError(7000218);
  }
  return application;
}

function checkSecret(secret: string, application: Application, directory: Directory): void {
  if (secret !== application.secret) throw new EntraError(7000215);
  if (application.kind === 'api' && directory.app.secretExpired) throw new EntraError(7000222);
}

async function checkCertificate(
  assertion: string,
  application: Application,
  directory: Directory,
): Promise<void> {
  try {
    const header = decodeProtectedHeader(assertion);
    const thumbprint = Buffer.from(String(header['x5t#S256']), 'base64url').toString('hex');
    const certificate = directory.app.certificates.find(
      (each) => each.applicationId === application.id && each.thumbprint === thumbprint,
    );
    if (!certificate || !isSameAs(thumbprint, header.x5c)) throw new EntraError(700027);
    const { payload } = await compactVerify(assertion, createPublicKey(certificate.publicKeyPem), {
      algorithms: ['PS256', 'RS256'],
    });
    const claims = JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown>;
    const seconds = directory.now().getTime() / 1000;
    const ours = claims['iss'] === application.id && claims['sub'] === application.id;
    const isForHere = String(claims['aud']).endsWith('/oauth2/v2.0/token');
    if (!ours || !isForHere || Number(claims['exp']) < seconds) throw new EntraError(700027);
  } catch (error) {
    throw error instanceof EntraError ? error : new EntraError(700027);
  }
}

/** A chain that comes along has to begin with the certificate that the thumbprint names. */
function isSameAs(thumbprint: string, chain: readonly string[] | undefined): boolean {
  const [own] = chain ?? [];
  if (own === undefined) return true;
  return createHash('sha256').update(Buffer.from(own, 'base64')).digest('hex') === thumbprint;
}
