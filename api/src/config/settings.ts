/** The settings of contract.md section 1: parsed from the environment, all problems at once, never echoing a value. */
import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';

/** Who the simulated tenant says it is; also the names that `env/.env.sandbox` shows. */
export const SANDBOX_TENANT = {
  tenantId: '5a4d0b0c-7e0a-4c1e-9b5e-0d5c0a7e2f11',
  clientId: 'c1a0f7d2-3b64-4f6e-8a53-6d1f2b9e4c77',
  clientSecret: 'sandbox-client-secret',
  botId: 'b07f3e19-5c2d-4a8b-9f36-1e7d8c4a2b55',
  botSecret: 'sandbox-bot-secret',
} as const;

export interface Settings {
  readonly mode: 'sandbox' | 'live';
  readonly port: number;
  readonly sandboxPort: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** undefined in sandbox mode: the simulated tenant's own address, known once it listens. */
  readonly graphUrl: string | undefined;
  readonly signInUrl: string | undefined;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientCertificatePath: string | undefined;
  /** The last day of the client secret, as its owner noted it. */
  readonly clientSecretExpires: Date | undefined;
  readonly botId: string;
  readonly botSecret: string | undefined;
  readonly botCertificatePath: string | undefined;
  readonly botManagedIdentity: boolean;
  /** First seals, all open. Empty in sandbox mode: a key is generated into the data folder. */
  readonly tokenCacheKeys: readonly Uint8Array[];
  /** Id of the Teams app, for links into the tab; undefined: the client id stands in. */
  readonly teamsAppId: string | undefined;
  /** Where the tab is outside Teams, for the same links. */
  readonly tabUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** Hosts that files may be fetched from, and networks of our own that such hosts may be in. */
  readonly sourceAllowedHosts: readonly string[];
  /** Further clients whose tokens for our API are taken, for example the one the command line signs in with. */
  readonly allowedClients: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Days that details of runs, plans and snapshots are kept, and entries of the audit log; 0: for ever. */
  readonly runRetentionDays: number;
  readonly auditRetentionDays: number;
  /** How long an unclear create is looked for before it counts as not done (create protocol, step 5). */
  readonly createGraceMs: number;
  /** Access token of the command line in live mode. */
  readonly cliToken: string | undefined;
}

/** One setting that cannot be used; `message` never holds its value. */
export interface SettingProblem {
  readonly name: string;
  readonly message: string;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const listOf = (text = ''): string[] => text.split(/[\s,]+/).filter(Boolean);

/** `host`, `host:port`, or `address/prefix` for a network that listed hosts may be in. */
function isSourceHost(entry: string): boolean {
  const [network = '', prefix, more] = entry.split('/');
  if (prefix === undefined)
    return /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(entry) && URL.canParse(`https://${entry}`);
  const longest = isIPv4(network) ? 32 : isIPv6(network) ? 128 : 0;
  return more === undefined && /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= longest;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .transform(Number)
    .refine((value) => value <= 65_535, 'must be a port number from 0 to 65535')
    .default(fallback);

/** How long something is kept; 0: for ever. */
const days = (fallback: number, least: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, `must be a number of days, at least ${least}, or 0 to keep everything`)
    .transform(Number)
    .refine(
      (value) => value === 0 || value >= least,
      `must be at least ${least} days, or 0 to keep everything`,
    )
    .default(fallback);

const Environment = z.object({
  MODE: z.enum(['sandbox', 'live'], 'must be "sandbox" or "live"').optional(),
  NODE_ENV: z.string().optional(),
  PORT: port(3978),
  SANDBOX_PORT: port(3979),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address')
    .optional(),
  GRAPH_URL: z.string().optional(),
  SIGN_IN_URL: z.string().optional(),
  TENANT_ID: z.string().regex(GUID, 'must be the directory (tenant) id, a GUID').optional(),
  CLIENT_ID: z.string().regex(GUID, 'must be the application (client) id, a GUID').optional(),
  CLIENT_SECRET: z.string().optional(),
  CLIENT_CERTIFICATE_PATH: z.string().optional(),
  CLIENT_SECRET_EXPIRES: z.iso
    .date('must be a day such as 2031-01-31')
    .transform((day) => new Date(day))
    .optional(),
  BOT_ID: z.string().regex(GUID, 'must be the application id of the bot, a GUID').optional(),
  BOT_SECRET: z.string().optional(),
  BOT_CERTIFICATE_PATH: z.string().optional(),
  BOT_MANAGED_IDENTITY: z.enum(['true', 'false'], 'must be "true" or "false"').optional(),
  TOKEN_CACHE_KEY: z.string().optional(),
  TEAMS_APP_ID: z.string().regex(GUID, 'must be the id of the Teams app, a GUID').optional(),
  TAB_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d{1,5})?$/i, 'must be a host name such as places.contoso.example')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address')
    .optional(),
  MAIL_FROM: z.string().optional(),
  SOURCE_ALLOWED_HOSTS: z
    .string()
    .refine(
      (text) => listOf(text).every(isSourceHost),
      'must be hosts such as maps.contoso.example or maps.contoso.example:8443, and networks such as 10.20.0.0/16',
    )
    .optional(),
  ALLOWED_CLIENTS: z
    .string()
    .refine(
      (text) => listOf(text).every((id) => GUID.test(id)),
      'must be client ids (GUIDs), separated by commas',
    )
    .optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
  PLACES_SYNC_TOKEN: z.string().optional(),
  RUN_RETENTION_DAYS: days(90, 7),
  AUDIT_RETENTION_DAYS: days(365, 90),
  CREATE_GRACE_MS: z
    .string()
    .regex(/^\d{1,7}$/, 'must be milliseconds')
    .transform(Number)
    .default(120_000),
});
type Environment = z.infer<typeof Environment>;

/** Reads the environment; an empty value counts as not set. */
export function parseEnv(
  env: Record<string, string | undefined>,
): { settings: Settings; problems: [] } | { settings: null; problems: SettingProblem[] } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    return {
      settings: null,
      problems: parsed.error.issues.map((issue) => ({ name: String(issue.path[0]), message: issue.message })),
    };
  }
  const values = parsed.data;
  const mode = values.MODE ?? (values.TENANT_ID ? 'live' : 'sandbox');
  const { keys, problem } = parseKeys(values.TOKEN_CACHE_KEY);
  const problems = [
    ...addressProblems(values, mode),
    ...(mode === 'live' ? liveProblems(values) : sandboxProblems(values)),
    ...(problem ? [{ name: 'TOKEN_CACHE_KEY', message: problem }] : []),
  ];
  return problems.length > 0
    ? { settings: null, problems }
    : { settings: toSettings(values, mode, keys), problems: [] };
}

function toSettings(values: Environment, mode: 'sandbox' | 'live', keys: Uint8Array[]): Settings {
  const open = mode === 'sandbox' ? SANDBOX_DEFAULTS : LIVE_DEFAULTS;
  return {
    mode,
    port: values.PORT,
    sandboxPort: values.SANDBOX_PORT,
    host: values.HOST ?? open.host,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    graphUrl: values.GRAPH_URL ?? open.graphUrl,
    signInUrl: values.SIGN_IN_URL ?? open.signInUrl,
    tenantId: (values.TENANT_ID ?? open.tenantId).toLowerCase(),
    clientId: (values.CLIENT_ID ?? open.clientId).toLowerCase(),
    clientSecret: values.CLIENT_SECRET ?? open.clientSecret,
    clientCertificatePath: values.CLIENT_CERTIFICATE_PATH,
    clientSecretExpires: values.CLIENT_SECRET_EXPIRES,
    botId: (values.BOT_ID ?? open.botId).toLowerCase(),
    botSecret: values.BOT_SECRET ?? open.botSecret,
    botCertificatePath: values.BOT_CERTIFICATE_PATH,
    botManagedIdentity: values.BOT_MANAGED_IDENTITY === 'true',
    tokenCacheKeys: keys,
    teamsAppId: values.TEAMS_APP_ID?.toLowerCase(),
    tabUrl: values.TAB_DOMAIN === undefined ? undefined : `https://${values.TAB_DOMAIN}/tab`,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM ?? open.mailFrom,
    sourceAllowedHosts: listOf(values.SOURCE_ALLOWED_HOSTS),
    allowedClients: listOf(values.ALLOWED_CLIENTS).map((id) => id.toLowerCase()),
    logLevel: values.LOG_LEVEL,
    runRetentionDays: values.RUN_RETENTION_DAYS,
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    createGraceMs: values.CREATE_GRACE_MS,
    cliToken: values.PLACES_SYNC_TOKEN,
  };
}

/** What stands in for a setting that is not given. The addresses of the simulated tenant are known once it listens. */
const SANDBOX_DEFAULTS = {
  ...SANDBOX_TENANT,
  host: '127.0.0.1',
  graphUrl: undefined,
  signInUrl: undefined,
  mailFrom: 'places-sync@contoso.example',
} as const;

const LIVE_DEFAULTS = {
  host: '0.0.0.0',
  graphUrl: 'https://graph.microsoft.com',
  signInUrl: 'https://login.microsoftonline.com',
  tenantId: '',
  clientId: '',
  clientSecret: undefined,
  botId: '',
  botSecret: undefined,
  mailFrom: undefined,
} as const;

function addressProblems(values: Environment, mode: 'sandbox' | 'live'): SettingProblem[] {
  return (['GRAPH_URL', 'SIGN_IN_URL'] as const).flatMap((name) => {
    const text = values[name];
    if (text === undefined) return [];
    if (!URL.canParse(text))
      return [{ name, message: 'must be a web address such as https://graph.microsoft.com' }];
    const url = new URL(text);
    if (url.username || url.password || url.search || url.hash || url.pathname !== '/') {
      return [{ name, message: 'must be a base address only: no version, path, query or sign-in data' }];
    }
    const plainAllowed = url.protocol === 'http:' && LOOPBACK.has(url.hostname) && mode === 'sandbox';
    return url.protocol === 'https:' || plainAllowed
      ? []
      : [{ name, message: 'must use https; plain http is accepted for loopback hosts in sandbox mode only' }];
  });
}

function sandboxProblems(values: Environment): SettingProblem[] {
  const problems: SettingProblem[] = [];
  if (values.NODE_ENV === 'production') {
    problems.push({ name: 'MODE', message: 'sandbox mode is refused when NODE_ENV is production' });
  }
  if (values.HOST !== undefined && !LOOPBACK.has(values.HOST)) {
    problems.push({ name: 'HOST', message: 'must be a loopback host in sandbox mode' });
  }
  return problems;
}

function liveProblems(values: Environment): SettingProblem[] {
  const missing: SettingProblem[] = (['TENANT_ID', 'CLIENT_ID', 'BOT_ID', 'TOKEN_CACHE_KEY'] as const)
    .filter((name) => values[name] === undefined)
    .map((name) => ({ name, message: 'is required in live mode' }));
  if (!values.CLIENT_SECRET && !values.CLIENT_CERTIFICATE_PATH) {
    missing.push({ name: 'CLIENT_SECRET', message: 'or CLIENT_CERTIFICATE_PATH is required in live mode' });
  }
  if (!values.BOT_SECRET && !values.BOT_CERTIFICATE_PATH && values.BOT_MANAGED_IDENTITY !== 'true') {
    missing.push({
      name: 'BOT_SECRET',
      message: 'or BOT_CERTIFICATE_PATH or BOT_MANAGED_IDENTITY=true is required in live mode',
    });
  }
  return missing;
}

/** 32 bytes each, base64, newest first. A key of one repeated byte is an example, not a secret. */
function parseKeys(text: string | undefined): { keys: Uint8Array[]; problem?: string } {
  if (text === undefined) return { keys: [] };
  const keys = text.split(',').map((part) => new Uint8Array(Buffer.from(part.trim(), 'base64')));
  if (keys.some((key) => key.length !== 32))
    return { keys: [], problem: 'must be 32 bytes in base64, or a list of such keys: new,old' };
  if (keys.some((key) => new Set(key).size < 8))
    return { keys: [], problem: 'is an example key: make one with "openssl rand -base64 32"' };
  return { keys };
}
