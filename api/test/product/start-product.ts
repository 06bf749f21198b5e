/** Runs the real product as its own process, in sandbox mode, on free ports and a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

export type PersonName = 'admin' | 'operator' | 'viewer' | 'outsider';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export class Product {
  readonly appUrl: string;
  readonly sandboxUrl: string;
  readonly env: Record<string, string>;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(env: Record<string, string>) {
    this.env = env;
    this.appUrl = `http://127.0.0.1:${env['PORT']}`;
    this.sandboxUrl = `http://127.0.0.1:${env['SANDBOX_PORT']}`;
  }

  static async start(extra: Record<string, string> = {}): Promise<Product> {
    const dataDir = await mkdtemp(join(tmpdir(), 'places-sync-product-'));
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const env = {
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      ...extra,
    };
    const product = new Product(env);
    await product.boot();
    return product;
  }

  /** Starts the process (again) and waits for the one address it prints. */
  async boot(): Promise<void> {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--disable-proto=delete', 'api/src/main/server.ts'], {
      env: { PATH, HOME, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#output = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (data) => (this.#output += String(data)));
      child.stdout.on('data', (data) => {
        this.#output += String(data);
        if (this.#output.includes('Places Sync is ready')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`The product ended with ${code}: ${this.#output}`)));
    });
  }

  get output(): string {
    return this.#output;
  }

  /** kill -9, as a crash or the machine's own memory guard would do. */
  async kill(): Promise<void> {
    if (!this.#child) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
    await this.#sandboxGone();
  }

  async stop(): Promise<void> {
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await gone;
    }
    await rm(this.env['DATA_DIR'] ?? '', { recursive: true, force: true });
  }

  /** The simulated tenant ends by itself when the product is gone; its port is free then. */
  async #sandboxGone(): Promise<void> {
    while (
      await fetch(`${this.sandboxUrl}/_sandbox/settings`).then(
        () => true,
        () => false,
      )
    ) {
      await setTimeout(10);
    }
  }

  async token(user: PersonName, more: Record<string, unknown> = {}): Promise<string> {
    const { body } = await this.sandbox('POST', '/_sandbox/token', { user, ...more });
    return body.token as string;
  }

  async sandbox(method: string, path: string, body?: unknown): Promise<Answer> {
    return answerOf(await fetch(this.sandboxUrl + path, jsonInit(method, body)));
  }

  async api(
    method: string,
    path: string,
    options: { as?: PersonName; token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const token = options.token ?? (await this.token(options.as ?? 'admin'));
    const init = jsonInit(method, options.body);
    const headers = { ...init.headers, Authorization: `Bearer ${token}`, ...options.headers };
    return answerOf(await fetch(this.appUrl + path, { ...init, headers }));
  }

  async importFiles(files: Record<string, Uint8Array | string>, query = ''): Promise<Answer> {
    const form = new FormData();
    for (const [name, content] of Object.entries(files))
      form.append('files', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
    const headers = { Authorization: `Bearer ${await this.token('admin')}` };
    return answerOf(
      await fetch(`${this.appUrl}/api/sources/files/imports${query}`, {
        method: 'POST',
        body: form,
        headers,
      }),
    );
  }

  async plan(buildingId: string): Promise<any> {
    const { status, body } = await this.api('POST', `/api/buildings/${buildingId}/plans`);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }

  startRun(
    planId: string,
    body: unknown = {},
    key: string = crypto.randomUUID(),
    as: PersonName = 'admin',
  ): Promise<Answer> {
    return this.api('POST', `/api/plans/${planId}/runs`, { body, as, headers: { 'Idempotency-Key': key } });
  }

  /** Follows the events of a run to its end; the stream closes then. */
  async ended(runId: string): Promise<any> {
    const headers = { Authorization: `Bearer ${await this.token('viewer')}` };
    const stream = await fetch(`${this.appUrl}/api/runs/${runId}/events`, { headers });
    await stream.text();
    return (await this.api('GET', `/api/runs/${runId}`)).body;
  }

  async sync(buildingId: string): Promise<{ plan: any; run: any }> {
    const plan = await this.plan(buildingId);
    const started = await this.startRun(plan.id);
    if (started.status !== 202) throw new Error(JSON.stringify(started.body));
    return { plan, run: await this.ended(started.body.id) };
  }

  /** Every Graph request that the tenant saw, the items of batches one by one. */
  async graphRequests(): Promise<{ method: string; path: string; status: number }[]> {
    const { body } = await this.sandbox('GET', '/_sandbox/requests');
    return body.items.filter(
      ({ path }: { path: string }) => path.startsWith('/v1.0') && !path.startsWith('/v1.0/$batch'),
    );
  }

  async writes(): Promise<number> {
    return (await this.graphRequests()).filter(({ method }) => method !== 'GET').length;
  }
}

const jsonInit = (
  method: string,
  body: unknown,
): { method: string; headers: Record<string, string>; body?: string } => ({
  method,
  headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
  ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
});

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
