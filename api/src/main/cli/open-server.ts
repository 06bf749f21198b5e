/** Finds the running server, or runs one for the length of a command: the same engine either way. */
import type { Settings } from '../../config/settings.ts';
import { AppError } from '../../core/model/app-error.ts';
import { createApiClient, type ApiClient } from './api-client.ts';

/** A token lives an hour; asking again after this is early enough. */
const TOKEN_AGE_MS = 10 * 60_000;

export interface OpenServer {
  readonly api: ApiClient;
  close(): Promise<void>;
}

export async function openServer(settings: Settings): Promise<OpenServer> {
  const appUrl = `http://127.0.0.1:${settings.port}`;
  if (await answers(appUrl)) {
    return {
      api: createApiClient(appUrl, tokenOf(settings, `http://127.0.0.1:${settings.sandboxPort}`)),
      close: () => Promise.resolve(),
    };
  }
  // Only now: the engine takes a second to load, and a command for a running server does not need it.
  const { startServer } = await import('../start-server.ts');
  const server = await startServer({ ...settings, port: 0, sandboxPort: 0, logLevel: 'error' });
  return {
    api: createApiClient(server.appUrl, tokenOf(settings, server.sandboxUrl)),
    close: () => server.stop(),
  };
}

async function answers(appUrl: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/health/live', appUrl), { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}

/** In sandbox mode the simulated tenant signs the command line in as its administrator. */
function tokenOf(settings: Settings, sandboxUrl: string | undefined): () => Promise<string> {
  if (settings.mode === 'live' || sandboxUrl === undefined) return () => Promise.resolve(liveToken(settings));
  let cached: { token: string; until: number } | undefined;
  return async () => {
    if (cached && cached.until > Date.now()) return cached.token;
    const response = await fetch(new URL('/_sandbox/token', sandboxUrl), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: 'admin' }),
    });
    if (!response.ok)
      throw new AppError(
        'permission',
        'sign-in-failed',
        'The simulated tenant did not sign the command line in.',
      );
    const { token } = (await response.json()) as { token: string };
    cached = { token, until: Date.now() + TOKEN_AGE_MS };
    return token;
  };
}

function liveToken(settings: Settings): string {
  if (settings.cliToken !== undefined) return settings.cliToken;
  throw new AppError('permission', 'sign-in-needed', 'The command line has no sign-in.', {
    hint: 'Set PLACES_SYNC_TOKEN to an access token for this application, and name the client you sign in with in ALLOWED_CLIENTS.',
  });
}
