/**
 * Microsoft's own local Teams client as a peer of the bot. It signs nothing and our bot takes only what is signed, so a relay
 * stands between them: it signs what the client sends with the keys of the simulated tenant, and shows the client what
 * the bot says to the simulated connector. The product knows nothing of it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { SANDBOX_TENANT } from '../../api/src/config/settings.ts';
import { TEAM_ID, TEAM_NAME } from '../../sandbox/src/connector/team.ts';
import { freePort } from '../../api/test/free-port.ts';
import type { Product } from './product.ts';

const CONNECTOR = 'https://api.botframework.com';
const START_MS = 30_000;
const LOOK_EVERY_MS = 100;

interface Activity {
  readonly id?: string;
  readonly [name: string]: unknown;
}
interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly updatedAt: string | null;
  readonly activity: Activity & { readonly from?: { readonly role?: string } };
}
interface Person {
  readonly user: string;
  readonly oid: string;
  readonly name: string;
  readonly upn: string;
}

const require = createRequire(import.meta.url);
const packageFile = (): string => require.resolve('@microsoft/m365agentsplayground/package.json');

/** False where it was left out of the installation. */
export function hasPlayground(): boolean {
  try {
    return packageFile() !== '';
  } catch {
    // Not found is the answer.
    return false;
  }
}

export interface Playground {
  readonly url: string;
  stop(): Promise<void>;
}

async function call<T>(method: string, url: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return (text.startsWith('{') ? JSON.parse(text) : {}) as T;
}

/** The people and the team of the simulated tenant, as the client wants them; JSON is YAML, too. */
async function configOf(product: Product): Promise<string> {
  const { items } = await call<{ items: Person[] }>('GET', `${product.tenantUrl}/_sandbox/people`);
  const people = items.map(({ oid, name, upn }) => ({
    id: `29:${oid}`,
    name,
    userPrincipleName: upn,
    aadObjectId: oid,
    givenName: name,
    surname: name,
    email: upn,
  }));
  return JSON.stringify({
    version: '0.1.1',
    tenantId: SANDBOX_TENANT.tenantId,
    bot: { id: `28:${SANDBOX_TENANT.botId}`, name: 'Places Sync' },
    currentUser: people[0],
    users: people.slice(1),
    personalChat: { id: 'a:personal' },
    groupChat: { id: '19:group@thread.v2', name: 'Group' },
    team: {
      id: TEAM_ID,
      name: TEAM_NAME,
      aadGroupId: '0f9d0c3a-5b7e-4c55-8a55-2d6c5e0a1b7f',
      channels: [{ id: '19:moves@thread.tacv2', name: 'Moves' }],
    },
  });
}

/** Signs an activity as the simulated connector does, and hands it to the product. */
async function signAndSend(product: Product, activity: Activity): Promise<Response> {
  const serviceUrl = `${product.tenantUrl}/`;
  const { token } = await call<{ token: string }>('POST', `${product.tenantUrl}/_sandbox/token`, {
    user: 'admin',
    // Without what makes it a token of a person: the connector's own has no such claims.
    claims: { iss: CONNECTOR, aud: SANDBOX_TENANT.botId, serviceurl: serviceUrl, azp: null, ver: null },
  });
  return fetch(`${product.appUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...activity, serviceUrl }),
  });
}

async function openRelay(product: Product) {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await signAndSend(product, (await json(request)) as Activity);
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    });
    response.end(await answer.text());
  };
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.writeHead(502).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/messages`, server };
}

/** A message as the client has it. */
interface Shown {
  readonly conversation: string;
  readonly id: string;
}

/** A thread that the bot began in a channel has an id that only the simulated connector knows. */
async function beginThread(connectorUrl: string, channel: string, activity: object): Promise<Shown> {
  const made = await call<{ id: string; activityId: string }>('POST', `${connectorUrl}/v3/conversations`, {
    isGroup: true,
    channelData: { channel: { id: channel } },
    activity,
  });
  return { conversation: made.id, id: made.activityId };
}

/** Shows the client what the bot says: new messages, and changes of those that it has. */
function mirror(product: Product, connectorUrl: string) {
  const shown = new Map<string, Shown & { readonly version: string | null }>();
  const threads = new Map<string, string>();
  const at = (conversation: string): string =>
    `${connectorUrl}/v3/conversations/${encodeURIComponent(conversation)}/activities`;

  async function say(conversationId: string, activity: object): Promise<Shown> {
    const conversation = threads.get(conversationId) ?? conversationId;
    try {
      const { id } = await call<{ id: string }>('POST', at(conversation), activity);
      return { conversation, id };
    } catch (error) {
      const [channel = ''] = conversationId.split(';messageid=');
      if (channel === conversationId || !String(error).includes('ConversationNotFound')) throw error;
      const begun = await beginThread(connectorUrl, channel, activity);
      threads.set(conversationId, begun.conversation);
      return begun;
    }
  }
  async function show({ id, conversationId, updatedAt, activity }: Message): Promise<void> {
    const known = shown.get(id);
    if (known?.version === updatedAt || activity.from?.role === 'user') return;
    const { id: _own, ...content } = activity;
    if (known !== undefined)
      await call('PUT', `${at(known.conversation)}/${known.id}`, { ...content, id: known.id });
    shown.set(id, { ...(known ?? (await say(conversationId, content))), version: updatedAt });
  }
  let stopped = false;
  async function follow(): Promise<void> {
    while (!stopped) {
      const { items } = await call<{ items: Message[] }>('GET', `${product.tenantUrl}/_sandbox/messages`);
      for (const message of items) await show(message);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
  const ended = follow();
  // Told to whoever stops it; until then it is not a mishap that nobody hears of.
  ended.catch((error: unknown) => process.stderr.write(`The mirror stopped: ${String(error)}\n`));
  return async () => {
    stopped = true;
    await ended;
  };
}

/** Starts the client beside a running product. @throws Error with what it logged when it does not start */
export async function startPlayground(product: Product): Promise<Playground> {
  const folder = await mkdtemp(join(tmpdir(), 'places-sync-playground-'));
  const config = join(folder, 'config.yml');
  await writeFile(config, await configOf(product));
  const relay = await openRelay(product);
  const port = await freePort();
  const home = dirname(
    createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json'),
  );
  const options = ['-e', relay.url, '-c', 'msteams', '-p', String(port), '--disable-telemetry'];
  const child = spawn(process.execPath, [join(home, 'cli.js'), 'start', ...options], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      // Or it asks the desktop for a browser, and ends where there is none.
      TEAMSAPPTESTER_BROWSER: 'none',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = `http://localhost:${port}`;
  await listening(child);
  const stopMirror = mirror(product, `${url}/_connector`);
  return {
    url,
    stop: async () => {
      await stopMirror();
      relay.server.close();
      relay.server.closeAllConnections();
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listening(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`It did not start. It said:\n${said}`)), START_MS);
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (!said.includes('Listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`It ended with ${code}. It said:\n${said}`));
    });
  });
}
