/** Starts the simulated tenant as a process of its own: the product only ever knows its address. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../config/settings.ts';
import { AppError } from '../core/model/app-error.ts';

const ENTRY = fileURLToPath(new URL('../../../sandbox/src/main.ts', import.meta.url));

export interface SandboxProcess {
  /** Base address of everything that would be Microsoft's. */
  readonly url: string;
  /** Its mail server. */
  readonly smtpUrl: string | undefined;
  stop(): Promise<void>;
}

/** Resolves when the tenant answers. It ends by itself when this process does. */
export async function startSandbox(settings: Settings, appUrl: string): Promise<SandboxProcess> {
  if (!existsSync(ENTRY)) {
    throw new AppError(
      'bug',
      'sandbox-missing',
      'The simulated tenant is not part of this installation; set TENANT_ID for live mode.',
    );
  }
  const child = fork(ENTRY, [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      SANDBOX_PORT: String(settings.sandboxPort),
      SANDBOX_STATE_DIR: `${settings.dataDir}/sandbox`,
      APP_URL: appUrl,
      TENANT_ID: settings.tenantId,
      CLIENT_ID: settings.clientId,
      CLIENT_SECRET: settings.clientSecret ?? '',
      BOT_ID: settings.botId,
      BOT_SECRET: settings.botSecret ?? '',
    },
  });
  const { port = settings.sandboxPort, smtpUrl } = await ready(child, settings.sandboxPort);
  return {
    url: `http://127.0.0.1:${port}`,
    smtpUrl,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

interface Ready {
  readonly port?: number;
  readonly smtpUrl?: string;
}

function ready(child: ReturnType<typeof fork>, wanted: number): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: Ready) => resolve(message));
    child.once('exit', (code) =>
      reject(
        new AppError('conflict', 'sandbox-failed', `The simulated tenant did not start (code ${code}).`, {
          hint: `Is port ${wanted} in use? Set SANDBOX_PORT to a free one.`,
        }),
      ),
    );
  });
}
