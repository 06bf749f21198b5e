/** Joins ports and adapters: the only place where real things are built from settings. */
import { createHash, randomUUID } from 'node:crypto';
import { ClockWatch } from '../adapters/graph/clock-watch.ts';
import { createBuildingMaps } from '../adapters/graph/building-map.ts';
import { createGraphClient, type GraphOptions } from '../adapters/graph/client.ts';
import { createPlaceDirectory } from '../adapters/graph/place-directory.ts';
import { promptClient } from '../adapters/graph/prompt-client.ts';
import { createMapMaker } from '../adapters/imdf/map-maker.ts';
import { createAddressSeals } from '../adapters/identity/address-seals.ts';
import { createMsalTokenSource } from '../adapters/identity/msal-token-source.ts';
import { createTokenCheck, TEAMS_CLIENTS } from '../adapters/identity/token-check.ts';
import { SqlAuditLog } from '../adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../adapters/postgres/audit-people.ts';
import { createJobQueue, type RunningQueue } from '../adapters/postgres/job-queue.ts';
import { openDatabase, type Database } from '../adapters/postgres/open-database.ts';
import { SqlPersonalData } from '../adapters/postgres/personal-data.ts';
import { SqlRetention } from '../adapters/postgres/retention.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { createFileSource } from '../adapters/sources/files/file-source.ts';
import { createWebSource } from '../adapters/sources/web/web-source.ts';
import type { Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import { applyRun } from '../engine/apply-run.ts';
import { checkMap } from '../engine/check-map.ts';
import type { Deps } from '../engine/deps.ts';
import { queueCardChange, queueReports } from '../engine/queue-reports.ts';
import { giveUpRun } from '../engine/give-up-run.ts';
import { applyRunJob } from '../jobs/apply-run.ts';
import { checkMapJob } from '../jobs/check-map.ts';
import type { Retention } from '../ports/retention.ts';
import type { TokenSource, Viewer } from '../ports/token-source.ts';
import { clientCredential, credentialEnd } from './client-credential.ts';
import type { Log } from './log.ts';
import { systemClock } from './system-clock.ts';
import { tokenCacheKeys } from './token-cache-key.ts';

/** Runs of one building (reliability-security.md C39); tests start as many as they like. */
const STARTS_PER_HOUR = 10;

export interface Product {
  readonly deps: Deps;
  readonly retention: Retention;
  readonly database: Database;
  readonly jobs: RunningQueue;
  readonly tokenCheck: ReturnType<typeof createTokenCheck>;
  readonly signInUrl: string;
  /** Seal what is stored: token caches, conversation references, addresses of people. */
  readonly keys: readonly Uint8Array[];
  close(): Promise<void>;
}

/** `sandboxUrl` stands in for every Microsoft address that the settings leave open. */
export async function compose(
  settings: Settings,
  sandboxUrl: string | undefined,
  log: Log,
): Promise<Product> {
  const graphUrl = settings.graphUrl ?? needed(sandboxUrl);
  const signInUrl = settings.signInUrl ?? needed(sandboxUrl);
  const database = await openDatabase(where(settings));
  const keys = await tokenCacheKeys(settings);
  const seals = createAddressSeals(keys);
  const stores = createStores(database, seals);
  const credential = await clientCredential(settings);
  const tokens = createMsalTokenSource({
    signInUrl,
    graphUrl,
    tenantId: settings.tenantId,
    clientId: settings.clientId,
    ...credential,
    cache: stores.tokens,
    keys,
    clock: systemClock,
  });
  const jobs = createJobQueue({
    database,
    log,
    handlers: {
      'run.apply': applyRunJob((run, signal) => applyRun(deps, run, signal)),
      'map.check': checkMapJob((run) => checkMap(deps, run)),
    },
    givenUp: applyRunJob((run) => giveUpRun(deps, run)),
  });
  const deps: Deps = {
    stores,
    ...placesOf(graphUrl, tokens),
    tokens,
    sources: createFileSource(),
    web: createWebSource({ allowed: settings.sourceAllowedHosts, sandbox: settings.mode === 'sandbox' }),
    queue: jobs.queue,
    clock: systemClock,
    notifier: {
      runEnded: (run) => queueReports(deps, run),
      reportChanged: (run) => queueCardChange(deps, run),
    },
    personal: new SqlPersonalData(database, seals),
    audit: { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) },
    newId: () => randomUUID(),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    graceMs: settings.createGraceMs,
    ...(settings.mode === 'live'
      ? { credentialEnds: credentialEnd(credential, settings), startsPerHour: STARTS_PER_HOUR }
      : {}),
    warn: (what, cause) => log.warn({ what, cause }, 'something beside a run went wrong'),
  };
  const close = async () => {
    await jobs.stop();
    await Promise.all([deps.maps?.maker.close?.(), database.close()]);
  };
  const tokenCheck = tokenCheckOf(settings, signInUrl);
  return { deps, retention: new SqlRetention(database), database, jobs, tokenCheck, signInUrl, keys, close };
}

const where = ({ dataDir, databaseUrl }: Settings) => ({
  dataDir,
  ...(databaseUrl === undefined ? {} : { databaseUrl }),
});

function tokenCheckOf({ tenantId, clientId, allowedClients }: Settings, signInUrl: string) {
  return createTokenCheck({
    signInUrl,
    tenantIds: [tenantId],
    audience: clientId,
    // Nested app authentication asks as our own client; the others are Teams, Outlook and Microsoft 365.
    allowedClients: [...TEAMS_CLIENTS, clientId, ...allowedClients],
  });
}

/** Microsoft Places as the connected account of a tenant sees it, its places and its maps, and as a person does. */
function placesOf(
  graphUrl: string,
  tokens: Required<TokenSource>,
): Pick<Deps, 'directory' | 'promptDirectory' | 'viewerDirectory' | 'maps' | 'clockAheadMs'> {
  const clockWatch = new ClockWatch();
  const optionsOf = (tenant: TenantId): GraphOptions => ({
    graphUrl,
    token: (options) => tokens.graphToken(tenant, options),
    clock: systemClock,
    clockWatch,
  });
  const clientOf = onePerTenant((tenant) => createGraphClient(optionsOf(tenant)));
  const viewerOptions = (tenant: TenantId, viewer: Viewer): GraphOptions => ({
    ...optionsOf(tenant),
    token: (more) => tokens.viewerToken(tenant, viewer, more),
    gate: clientOf(tenant).gate,
  });
  return {
    clockAheadMs: () => clockWatch.aheadMs,
    directory: onePerTenant((tenant) => createPlaceDirectory(optionsOf(tenant), clientOf(tenant))),
    promptDirectory: onePerTenant((tenant) =>
      createPlaceDirectory(optionsOf(tenant), promptClient(clientOf(tenant))),
    ),
    viewerDirectory: (tenant, viewer) => {
      const options = viewerOptions(tenant, viewer);
      return createPlaceDirectory(options, promptClient(createGraphClient(options)));
    },
    maps: {
      maker: createMapMaker(),
      of: onePerTenant((tenant) => createBuildingMaps(optionsOf(tenant), clientOf(tenant))),
      shownTo: (tenant, viewer) => {
        const options = viewer === undefined ? optionsOf(tenant) : viewerOptions(tenant, viewer);
        const client = viewer === undefined ? clientOf(tenant) : createGraphClient(options);
        return createBuildingMaps(options, promptClient(client));
      },
    },
  };
}

/** The throttle gate and the count of open requests live in a client, so a tenant must have exactly one. */
function onePerTenant<T>(make: (tenant: TenantId) => T): (tenant: TenantId) => T {
  const made = new Map<TenantId, T>();
  return (tenant) => {
    const known = made.get(tenant) ?? make(tenant);
    made.set(tenant, known);
    return known;
  };
}

function needed(sandboxUrl: string | undefined): string {
  if (sandboxUrl === undefined) throw new TypeError('Live mode needs every address in its settings.');
  return sandboxUrl;
}
