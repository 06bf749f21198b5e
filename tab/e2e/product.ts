/** The real product as a process of its own, with the simulated tenant beside it, on free ports and a fresh folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../api/test/free-port.ts';

const ROOT = join(import.meta.dirname, '../..');
const START_MS = 150_000;

export interface Product {
  /** Where the API and the tab answer. */
  readonly appUrl: string;
  /** The simulated tenant; its page is at `/teams`. */
  readonly tenantUrl: string;
  /** Stops the process (as a power cut when `hard`) and starts it again on the same data. */
  restart(how?: 'gently' | 'hard'): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when the product says that it is ready; rejects with what it printed when it ends first. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Not ready in time. It said:\n${said}`)), START_MS);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('is ready')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The product ended with ${code}. It said:\n${said}`));
    });
  });
}

/** Starts the product on two free ports. */
export async function startProduct(env: Readonly<Record<string, string>> = {}): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'places-sync-e2e-'));
  const [port, tenantPort] = [await freePort(), await freePort()];
  let child = run();
  await ready(child);

  function run(): ChildProcess {
    return spawn(process.execPath, ['--disable-proto=delete', 'api/src/main/server.ts'], {
      cwd: ROOT,
      env: {
        // Not the rest: vite and vitest set MODE and NODE_ENV for themselves.
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        TMPDIR: process.env['TMPDIR'],
        PORT: String(port),
        SANDBOX_PORT: String(tenantPort),
        DATA_DIR: folder,
        // A lost create is looked for this long: the lists of the simulated tenant do not lag here.
        CREATE_GRACE_MS: '1000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  return {
    appUrl: `http://127.0.0.1:${port}`,
    tenantUrl: `http://127.0.0.1:${tenantPort}`,
    restart: async (how = 'gently') => {
      await end(how === 'hard' ? 'SIGKILL' : 'SIGTERM');
      child = run();
      await ready(child);
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
