/** The Bot Framework's own adapter and token checks, for a single-tenant bot; what it would let through too easily is added. */
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Activity,
  type InvokeResponse,
  type TurnContext,
  StatusCodes,
  type ConfigurationBotFrameworkAuthenticationOptions,
} from 'botbuilder';
import {
  AuthenticationError,
  ConnectorFactory,
  ServiceClientCredentialsFactory,
  type AuthenticateRequestResult,
  type ClaimsIdentity,
  type ConnectorClient,
} from 'botframework-connector';
import { isServiceUrl } from './service-hosts.ts';

export interface AdapterOptions {
  /** Application id of the bot; never empty: with an empty one the Bot Framework lets everybody in. */
  readonly botId: string;
  readonly tenantId: string;
  /** An app token of the bot for `https://api.botframework.com/.default`. */
  readonly token: () => Promise<string>;
  /** Base address of the simulated tenant, in sandbox mode only. */
  readonly sandboxUrl?: string | undefined;
}

type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;

/** What the bot's app tokens are for. */
const CONNECTOR = 'https://api.botframework.com';

/** The Bot Framework's adapter without its own answers, which print stacks and tell what went wrong inside. */
export class BotAdapter extends CloudAdapter {
  /** @throws AuthenticationError when the token is not one of Teams for this activity */
  handle(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, logic);
  }
}

/** @throws TypeError without a bot id */
export function createAdapter(options: AdapterOptions): BotAdapter {
  if (options.botId.trim() === '') throw new TypeError('A bot without an application id lets everybody in.');
  const origin = options.sandboxUrl === undefined ? undefined : new URL(options.sandboxUrl).origin;
  return new BotAdapter(new StrictAuthentication(settingsOf(options), new BotCredentials(options), origin));
}

/** All eight go together, or the Bot Framework silently takes those of a government cloud (teams-platform.md section 5). */
function settingsOf({
  botId,
  tenantId,
  sandboxUrl,
}: AdapterOptions): ConfigurationBotFrameworkAuthenticationOptions {
  const app = { MicrosoftAppId: botId, MicrosoftAppTenantId: tenantId, MicrosoftAppType: 'SingleTenant' };
  if (sandboxUrl === undefined) return app;
  const base = sandboxUrl.replace(/\/$/, '');
  return {
    ...app,
    ValidateAuthority: true,
    ToChannelFromBotLoginUrl: `${base}/${tenantId}`,
    ToChannelFromBotOAuthScope: CONNECTOR,
    ToBotFromChannelTokenIssuer: CONNECTOR,
    OAuthUrl: base,
    ToBotFromChannelOpenIdMetadataUrl: `${base}/v1/.well-known/openidconfiguration`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${base}/v1/.well-known/openidconfiguration`,
    CallerId: `urn:botframework:aadappid:${botId}`,
  };
}

/** Tokens come from `main`, which knows secret, certificate and managed identity. */
class BotCredentials extends ServiceClientCredentialsFactory {
  readonly #options: AdapterOptions;

  constructor(options: AdapterOptions) {
    super();
    this.#options = options;
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#options.botId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override createCredentials(): Promise<Credentials> {
    const { token } = this.#options;
    const credentials: Credentials = {
      signRequest: async (request) => {
        request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    };
    return Promise.resolve(credentials);
  }
}

const TOKEN_ERRORS = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']);

/** Adds to the framework's checks: Teams only, and no token to a host that is not the connector. */
class StrictAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #origin: string | undefined;

  constructor(
    settings: ConfigurationBotFrameworkAuthenticationOptions,
    credentials: ServiceClientCredentialsFactory,
    origin: string | undefined,
  ) {
    super(settings, credentials, { requiredEndorsements: [] });
    this.#origin = origin;
  }

  override async authenticateRequest(
    activity: Activity,
    authHeader: string,
  ): Promise<AuthenticateRequestResult> {
    if (activity.channelId !== 'msteams' || !isServiceUrl(activity.serviceUrl, this.#origin)) {
      throw new AuthenticationError('Only Teams is served.', StatusCodes.UNAUTHORIZED);
    }
    const result = await super.authenticateRequest(activity, authHeader).catch((error: unknown) => {
      // The framework lets what its token library says pass as if it were a fault of ours.
      if (!TOKEN_ERRORS.has((error as Error).name)) throw error;
      throw new AuthenticationError('The token is not valid.', StatusCodes.UNAUTHORIZED);
    });
    const { connectorFactory } = result;
    return connectorFactory === undefined
      ? result
      : { ...result, connectorFactory: new CheckedConnectors(connectorFactory, this.#origin) };
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return new CheckedConnectors(super.createConnectorFactory(identity), this.#origin);
  }
}

/** The HTTP client inside a connector client, which its types hide. */
interface WithPipeline {
  readonly client: { readonly pipeline: { removePolicy(policy: { readonly name: string }): unknown } };
}

class CheckedConnectors extends ConnectorFactory {
  readonly #inner: ConnectorFactory;
  readonly #origin: string | undefined;

  constructor(inner: ConnectorFactory, origin: string | undefined) {
    super();
    this.#inner = inner;
    this.#origin = origin;
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    if (!isServiceUrl(serviceUrl, this.#origin)) {
      throw new TypeError('This address is not one of the Bot Connector.');
    }
    const client = await (audience === undefined
      ? this.#inner.create(serviceUrl)
      : this.#inner.create(serviceUrl, audience));
    // What is tried again, and when, is decided by the outbox. The framework's own option for this does nothing.
    const { client: inside } = client as unknown as WithPipeline;
    inside.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    return client;
  }
}
