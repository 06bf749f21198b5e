/** Joins ports and adapters: the only place where real things are built from settings. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createPlaceDirectory } from '../adapters/graph/place-directory.ts';
import { createMsalTokenSource } from '../adapters/identity/msal-token-source.ts';
import { createTokenCheck } from '../adapters/identity/token-check.ts';
import { createJobQueue, type RunningQueue } from '../adapters/postgres/job-queue.ts';
import { openDatabase, type Database } from '../adapters/postgres/open-database.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { createFileSource } from '../adapters/sources/files/file-source.ts';
import type { Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import { applyRun } from '../engine/apply-run.ts';
import type { Deps } from '../engine/deps.ts';
import { applyRunJob } from '../jobs/apply-run.ts';
import type { PlaceDirectory } from '../ports/place-directory.ts';
import type { Log } from './log.ts';
import { systemClock } from './system-clock.ts';
import { tokenCacheKeys } from './token-cache-key.ts';

/** Clients that may ask for a token of ours: Teams desktop and mobile, Teams web, Microsoft 365 and Outlook (teams-platform.md section 7). */
const ALLOWED_CLIENTS = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
  '4765445b-32c6-49b0-83e6-1d93765276ca',
  '0ec893e0-5785-4de6-99da-4ed124e5296c',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3',
  '27922004-5251-4030-b22d-91ecd9a37ea4',
];

export interface Product {
  readonly deps: Deps;
  readonly database: Database;
  readonly jobs: RunningQueue;
  readonly tokenCheck: ReturnType<typeof createTokenCheck>;
  readonly signInUrl: string;
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
  const database = await openDatabase({
    dataDir: settings.dataDir,
    ...(settings.databaseUrl === undefined ? {} : { databaseUrl: settings.databaseUrl }),
  });
  const stores = createStores(database);
  const tokens = createMsalTokenSource({
    signInUrl,
    graphUrl,
    tenantId: settings.tenantId,
    clientId: settings.clientId,
    ...(await clientCredential(settings)),
    cache: stores.tokens,
    keys: await tokenCacheKeys(settings),
    clock: systemClock,
  });
  const directories = new Map<TenantId, PlaceDirectory>();
  const directory = (tenant: TenantId): PlaceDirectory => {
    const known = directories.get(tenant);
    if (known) return known;
    const made = createPlaceDirectory({
      graphUrl,
      token: (options) => tokens.graphToken(tenant, options),
      clock: systemClock,
    });
    directories.set(tenant, made);
    return made;
  };
  const jobs = createJobQueue({
    database,
    log,
    handlers: { 'run.apply': applyRunJob((run, signal) => applyRun(deps, run, signal)) },
  });
  const deps: Deps = {
    stores,
    directory,
    tokens,
    sources: createFileSource(),
    queue: jobs.queue,
    clock: systemClock,
    notifier: { runEnded: () => Promise.resolve() },
    newId: () => randomUUID(),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    graceMs: settings.createGraceMs,
    warn: (what, cause) => log.warn({ what, cause }, 'something beside a run went wrong'),
  };
  const tokenCheck = createTokenCheck({
    signInUrl,
    tenantIds: [settings.tenantId],
    audience: settings.clientId,
    allowedClients: ALLOWED_CLIENTS,
  });
  const close = async () => {
    await jobs.stop();
    await database.close();
  };
  return { deps, database, jobs, tokenCheck, signInUrl, close };
}

function needed(sandboxUrl: string | undefined): string {
  if (sandboxUrl === undefined) throw new TypeError('Live mode needs every address in its settings.');
  return sandboxUrl;
}

async function clientCredential(
  settings: Settings,
): Promise<{ clientSecret: string } | { certificate: string }> {
  if (settings.clientCertificatePath !== undefined)
    return { certificate: await readFile(settings.clientCertificatePath, 'utf8') };
  return { clientSecret: settings.clientSecret ?? '' };
}
