/** Starts everything in one process: the simulated tenant beside it in sandbox mode, the API, the tab, the jobs. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../config/settings.ts';
import { AppError } from '../core/model/app-error.ts';
import { queueMissedReports } from '../engine/queue-reports.ts';
import { resumeUnfinished } from '../engine/resume-run.ts';
import { authenticate } from '../http/auth/authenticate.ts';
import { requireRole } from '../http/auth/require-role.ts';
import { createApp } from '../http/app.ts';
import { rateLimits } from '../http/rate-limits.ts';
import type { SystemOptions } from '../http/system.ts';
import type { TenantId } from '../core/model/place.ts';
import { compose, type Product } from './compose.ts';
import { composeChat } from './compose-chat.ts';
import { pruneDaily } from '../jobs/prune-daily.ts';
import { createLog, type Log } from './log.ts';
import { postAuditHeads } from './post-audit-heads.ts';
import { installInSandbox, prepareSandbox } from './prepare-sandbox.ts';
import { rotateKeysIfNeeded } from './rotate-keys.ts';
import { runDelivery } from './run-delivery.ts';
import { startSandbox, type SandboxProcess } from './sandbox-process.ts';

const TAB_FOLDER = fileURLToPath(new URL('../../../dist/tab/', import.meta.url));
/** Of the contract under /api; the version of the product is nobody's business outside (C47). */
const API_VERSION = '1';

export interface RunningServer {
  readonly appUrl: string;
  readonly sandboxUrl: string | undefined;
  stop(): Promise<void>;
}

export async function startServer(settings: Settings): Promise<RunningServer> {
  const log = createLog(settings);
  let handle: RequestListener = notReady;
  const server = createServer((request, response) => handle(request, response));
  const appUrl = await listen(server, settings);
  const sandbox =
    settings.mode === 'sandbox' ? await startSandbox(settings, appUrl).catch(closing(server)) : undefined;
  const product = await compose(settings, sandbox?.url, log).catch(closing(server, sandbox));
  const chat = await composeChat({ ...product, settings, sandbox }).catch(closing(server, sandbox));
  const limits = rateLimits(settings.mode);
  const app = createApp({
    deps: { ...product.deps, forgetInChat: (_tenant, userId) => chat.forget(userId) },
    bot: chat.bot.router,
    notices: chat,
    gate: {
      authenticate: authenticate(chat.tokenCheck, limits.failedSignIn),
      requireRole,
      limits: limits.signedIn,
      limitsOf: limits.ofRoute,
    },
    live: settings.mode === 'live',
    signInOrigin: new URL(product.signInUrl).origin,
    system: systemOf(settings, product, sandbox),
    tabFolder: TAB_FOLDER,
    log: (entry) => log.error(entry, 'a request failed on our side'),
  });
  // Every start finishes a rotation; the second key can go once nothing is resealed and nothing unreadable.
  const rotated = await rotateKeysIfNeeded(settings, product.database);
  if (rotated) log.info(rotated, 'stored tokens and addresses are sealed with the first key');
  await product.jobs.start();
  if (sandbox) await prepareSandbox(product.deps, settings, sandbox.url);
  await resumeUnfinished(product.deps);
  const endPosting = postAuditHeads(product.deps, settings.tenantId as TenantId, log);
  const endPruning = startPruning(settings, product, log);
  handle = app;
  if (sandbox) await installInSandbox(sandbox.url);
  await queueMissedReports(product.deps, settings.tenantId as TenantId);
  const endDelivery = runDelivery(chat.delivery, product.deps);
  const stopAll = async () => {
    endPosting();
    await endPruning();
    await endDelivery();
    return stop(server, product, sandbox);
  };
  return { appUrl, sandboxUrl: sandbox?.url, stop: stopAll };
}

function systemOf(
  { mode, tenantId, clientId }: Settings,
  { signInUrl, database }: Product,
  sandbox: SandboxProcess | undefined,
): SystemOptions {
  const teams = sandbox ? { teamsUrl: `${sandbox.url}/teams` } : {};
  return {
    version: API_VERSION,
    info: { mode, tenantId, clientId, signInUrl, ...teams },
    ready: () => database.answers(),
  };
}

const startPruning = (settings: Settings, { deps, retention }: Product, log: Log) =>
  pruneDaily({
    deps: { ...deps, retention },
    tenant: settings.tenantId as TenantId,
    kept: { details: settings.runRetentionDays, audit: settings.auditRetentionDays },
    done: (pruned) => log.info({ pruned }, 'what is old was removed'),
    failed: (cause) => log.error({ cause }, 'what is old could not be removed'),
  });

/** While it starts. */
const notReady: RequestListener = (_request, response) => {
  response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '1' });
  response.end(JSON.stringify({ status: 'notReady' }));
};

/** Takes the port first, so that a second start fails before it touches anything. */
async function listen(server: Server, { port, host }: Settings): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new AppError('conflict', 'port-in-use', `Port ${port} cannot be used on ${host}.`, {
      hint: 'Is Places Sync running already? Otherwise set PORT to a free one.',
      cause,
    });
  }
  const address = server.address() as AddressInfo;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`;
}

/** Undoes what was started before the step that failed. */
const closing =
  (server: Server, sandbox?: SandboxProcess) =>
  async (error: unknown): Promise<never> => {
    server.close();
    await sandbox?.stop();
    throw error;
  };

async function stop(server: Server, product: Product, sandbox: SandboxProcess | undefined): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  await product.close();
  await sandbox?.stop();
}
