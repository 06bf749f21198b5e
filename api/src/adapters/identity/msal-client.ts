/** MSAL, unchanged, for one token cache. */
import { createHash, X509Certificate } from 'node:crypto';
import {
  ConfidentialClientApplication,
  type Configuration,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';

export interface MsalOptions {
  readonly signInUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** PEM with the certificate and its private key. */
  readonly certificate?: string;
  /** Instead of fetch; only ever needed behind something that fetch cannot pass. */
  readonly networkClient?: INetworkModule;
}

/**
 * MSAL insists on https for an authority. On loopback there is none, so MSAL gets this name, which never resolves
 * (RFC 6761), and the network module puts the real address in its place. Everything MSAL does stays as it is.
 */
const STAND_IN = 'https://sign-in.invalid';
const TIMEOUT_MS = 30_000;

/** A client whose token cache is empty until it is filled by `getTokenCache().deserialize`. */
export function createMsalClient(options: MsalOptions, tenantId: string): ConfidentialClientApplication {
  const plainHttp = options.signInUrl.startsWith('http://');
  const authorityUrl = plainHttp ? STAND_IN : options.signInUrl;
  return new ConfidentialClientApplication({
    auth: {
      clientId: options.clientId,
      authority: `${authorityUrl}/${tenantId}`,
      knownAuthorities: [new URL(authorityUrl).host],
      ...(plainHttp ? { authorityMetadata: standInMetadata(tenantId) } : {}),
      ...credential(options),
      // Says that claims challenges are understood; only then Graph ends sessions at once (continuous access evaluation).
      clientCapabilities: ['cp1'],
    },
    system: {
      networkClient: options.networkClient ?? fetchNetwork((url) => url.replace(STAND_IN, options.signInUrl)),
    },
  });
}

function credential(options: MsalOptions): Partial<Configuration['auth']> {
  if (options.certificate === undefined) return { clientSecret: options.clientSecret ?? '' };
  const pem = options.certificate;
  const thumbprintSha256 = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
  return { clientCertificate: { thumbprintSha256, privateKey: privateKeyOf(pem), x5c: pem } };
}

const privateKeyOf = (pem: string): string =>
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem)?.[0] ?? '';

/** The endpoints are where they are in every Microsoft cloud; the stand-in cannot be asked for them. */
const standInMetadata = (tenantId: string): string =>
  JSON.stringify({
    authorization_endpoint: `${STAND_IN}/${tenantId}/oauth2/v2.0/authorize`,
    token_endpoint: `${STAND_IN}/${tenantId}/oauth2/v2.0/token`,
    end_session_endpoint: `${STAND_IN}/${tenantId}/oauth2/v2.0/logout`,
    issuer: `${STAND_IN}/${tenantId}/v2.0`,
    jwks_uri: `${STAND_IN}/${tenantId}/discovery/v2.0/keys`,
  });

/** MSAL's own module waits for ever on a POST; this one gives up. */
function fetchNetwork(addressOf: (url: string) => string): INetworkModule {
  const send = async <T>(
    method: 'GET' | 'POST',
    url: string,
    { headers, body }: NetworkRequestOptions = {},
    timeoutMs: number = TIMEOUT_MS,
  ): Promise<NetworkResponse<T>> => {
    const response = await fetch(addressOf(url), {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
    };
  };
  return {
    sendGetRequestAsync: (url, options, timeout) => send('GET', url, options, timeout),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}
