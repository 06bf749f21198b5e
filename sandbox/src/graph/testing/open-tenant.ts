/** A tenant for tests: over real HTTP, with a clock that stands still and callers that are called by name. */
import { createSandbox, type Sandbox } from '../../app.ts';
import type { Caller } from '../exchange.ts';
import type { Settings } from '../settings.ts';

const TENANT_ID = '7e57ab1e-0000-4000-8000-000000000001';
export const ADA = { id: '7e57ab1e-0000-4000-8000-00000000ada0', mail: 'ada@contoso.example' };
export const BO = { id: '7e57ab1e-0000-4000-8000-000000000b00', mail: 'bo@contoso.example' };

const READ_WRITE = ['Place.ReadWrite.All'];
const CALLERS: Readonly<Record<string, Partial<Caller>>> = {
  admin: { scopes: READ_WRITE, directoryRoles: ['Exchange Administrator'] },
  withoutRole: { scopes: READ_WRITE },
  reader: { scopes: ['Place.Read.All'], directoryRoles: ['Exchange Administrator'] },
  nobody: { scopes: ['User.Read'] },
  stranger: { scopes: READ_WRITE, directoryRoles: ['Exchange Administrator'], tenantId: 'another-tenant' },
};

/** What came back; the body is parsed JSON, the text where it is not JSON, or undefined. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** JSON that a test may look into without asking what it is. */
export type Json = ReturnType<typeof JSON.parse>;

/** A place as Graph answers it. */
interface WirePlace {
  readonly id: string;
  readonly placeId: string;
  readonly displayName: string;
  readonly emailAddress: string;
  readonly address: unknown;
  readonly mode: unknown;
  readonly mailboxDetails: { readonly emailAddress: string } | null;
}

export interface TestTenant {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** @param path below `/v1.0`, or absolute, or starting with `/_sandbox` */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  get(path: string, options?: CallOptions): Promise<Answer>;
  post(path: string, body: unknown, options?: CallOptions): Promise<Answer>;
  patch(path: string, body: unknown, options?: CallOptions): Promise<Answer>;
  remove(path: string, options?: CallOptions): Promise<Answer>;
  /** Creates a place and returns it; fails the test when it is refused. */
  create(
    type: string,
    displayName: string,
    parentId?: string,
    more?: Record<string, unknown>,
  ): Promise<WirePlace>;
  /** Moves the clock. */
  advance(ms: number): void;
  close(): Promise<void>;
}

export interface CallOptions {
  /** One of the callers above. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param stateDir keeps the tenant over a second call with the same folder */
export async function openTenant(
  settings: Partial<Settings> = {},
  stateDir: string | null = null,
): Promise<TestTenant> {
  let time = Date.parse('2026-01-05T08:00:00Z');
  const sandbox = await createSandbox({
    tenantId: TENANT_ID,
    clientId: 'client',
    clientSecret: 'secret',
    botId: 'bot',
    botSecret: 'secret',
    appUrl: 'http://127.0.0.1:3978',
    stateDir,
    now: () => new Date(time),
    findPerson: (name) =>
      [ADA, BO].find(({ id, mail }) => name.toLowerCase() === id || name.toLowerCase() === mail),
    verifyToken: (header) => Promise.resolve(verify(header)),
  });
  if (Object.keys(settings).length > 0) sandbox.changeSettings(settings);
  const door = await sandbox.listen(0);
  return {
    sandbox,
    ...calls(`http://127.0.0.1:${door.port}`),
    advance: (ms) => {
      time += ms;
    },
    close: async () => {
      await door.close();
      await sandbox.close();
    },
  };
}

function calls(url: string): Omit<TestTenant, 'sandbox' | 'advance' | 'close'> {
  const call: TestTenant['call'] = async (method, path, body, options = {}) => {
    const response = await fetch(address(url, path), {
      method,
      headers: {
        authorization: `Bearer ${options.as ?? 'admin'}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  };
  const post: TestTenant['post'] = (path, body, options) => call('POST', path, body, options);
  return {
    url,
    call,
    get: (path, options) => call('GET', path, undefined, options),
    post,
    patch: (path, body, options) => call('PATCH', path, body, options),
    remove: (path, options) => call('DELETE', path, undefined, options),
    create: async (type, displayName, parentId, more = {}) => {
      const parent = parentId === undefined ? {} : { parentId };
      const body = { '@odata.type': `#microsoft.graph.${type}`, displayName, ...parent, ...more };
      const answer = await post('/places', body);
      if (answer.status !== 201) throw new Error(`${type} ${displayName}: ${JSON.stringify(answer.body)}`);
      return answer.body as WirePlace;
    },
  };
}

function address(url: string, path: string): string {
  if (path.startsWith('http')) return path;
  return path.startsWith('/_sandbox') || path.startsWith('/beta') || path.startsWith('/v3')
    ? url + path
    : `${url}/v1.0${path}`;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
}

function verify(header: string | undefined) {
  const name = header?.replace('Bearer ', '') ?? '';
  const caller = CALLERS[name];
  if (caller === undefined) {
    return {
      ok: false as const,
      status: 401 as const,
      code: 'InvalidAuthenticationToken',
      message: 'No such caller.',
    };
  }
  const rest = { tenantId: TENANT_ID, userId: name, scopes: [], directoryRoles: [], appOnly: false };
  return { ok: true as const, caller: { ...rest, ...caller } };
}

/** A building with one floor and one section on it. */
export interface Home {
  readonly building: WirePlace;
  readonly floor: WirePlace;
  readonly section: WirePlace;
}

export async function smallBuilding(tenant: TestTenant, name = 'North'): Promise<Home> {
  const building = await tenant.create('building', name);
  const floor = await tenant.create('floor', 'One', building.id, { sortOrder: 1 });
  const section = await tenant.create('section', 'Desks', floor.id);
  return { building, floor, section };
}

export const RESERVABLE = { '@odata.type': '#microsoft.graph.reservablePlaceMode' };
