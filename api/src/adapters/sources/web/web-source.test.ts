/** C35: what the server fetches, and where it can never be led. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../../core/model/app-error.ts';
import { describeCause } from '../../../main/log.ts';
import { selfSignedPem } from '../../identity/testing/self-signed.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { isRefused } from './refused-addresses.ts';
import { createWebSource, type WebSourceOptions } from './web-source.ts';

const FILE = '{"schema":"workplace/1.0"}';
const PUBLIC = { address: '93.184.215.14', family: 4 };
const HERE = { address: '127.0.0.1', family: 4 };
const NAME = 'maps.contoso.example';
const pem = selfSignedPem(NAME);

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const answering = (handler: RequestListener) => listening(createServer(handler));
const sending: RequestListener = (_request, response) => response.end(FILE);

/** The simulated world: plain http on loopback, as listed. */
async function getLocal(
  handler: RequestListener,
  more: Partial<WebSourceOptions> = {},
  path = '/a/house.json',
) {
  const port = await answering(handler);
  const web = createWebSource({ allowed: [`127.0.0.1:${port}`], sandbox: true, ...more });
  return web.get(`http://127.0.0.1:${port}${path}`);
}

/** A live installation that has listed the host of the address, whose name leads to these addresses. */
function live(address: string, addresses = [PUBLIC], more: Partial<WebSourceOptions> = {}) {
  const allowed = [URL.canParse(address) ? new URL(address).host : ''].filter(Boolean);
  const lookup = () => Promise.resolve(addresses);
  return createWebSource({ allowed, sandbox: false, lookup, ...more }).get(address);
}
const refusal = (code: string) => expect.objectContaining({ name: 'AppError', code }) as unknown;

describe('C35 a file from an address', () => {
  it('is what the server sent, under the last part of its path', async () => {
    const file = await getLocal(sending);
    expect([file.name, Buffer.from(file.bytes).toString()]).toEqual(['house.json', FILE]);
  });

  it.each([
    '?sv=2025-01-05&sr=b&sp=r&se=2030-01-01T08%3A00%3A00Z&sig=a%2Fb%2Bc%3D',
    '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20300101&X-Amz-Expires=900&X-Amz-Signature=0a1b',
  ])('may be shared by a signature, which is sent as it is and shown nowhere: %s', async (query) => {
    let asked = '';
    const path = `/exports/house.json${query}`;
    const file = await getLocal(
      (request, response) => {
        asked = request.url ?? '';
        response.end(FILE);
      },
      {},
      path,
    );
    expect([asked, file.name]).toEqual([path, 'house.json']);
    const ways: RequestListener[] = [
      (_request, response) => response.writeHead(403).end(),
      (_request, response) => response.writeHead(302, { location: `/elsewhere${query}` }).end(),
      (_request, response) => response.destroy(),
    ];
    for (const way of ways) {
      const error: unknown = await getLocal(way, {}, path).catch((refusal: unknown) => refusal);
      const { details, words } = error as AppError;
      const cause = describeCause((error as AppError).cause ?? error);
      const shown = JSON.stringify([String(error), details.hint, details.errors, words, cause]);
      expect(shown).not.toMatch(/sig=|Signature|0a1b|a%2Fb/);
    }
  });

  it('is asked for without sign-in data, cookies or a referrer', async () => {
    let headers: object = {};
    await getLocal((request, response) => {
      headers = request.headers;
      response.end(FILE);
    });
    for (const name of ['authorization', 'cookie', 'referer']) expect(headers).not.toHaveProperty(name);
  });

  it('comes over https from exactly the address that was checked, however the name is rebound meanwhile', async () => {
    const server = createTlsServer({ cert: pem, key: pem }, sending);
    const port = await listening(server);
    const asked: string[] = [];
    // First the address that is checked, then another one: a rebinding name server.
    const lookup = (host: string) => {
      asked.push(host);
      return Promise.resolve([asked.length === 1 ? HERE : { address: '127.0.0.9', family: 4 }]);
    };
    const web = createWebSource({
      allowed: [`${NAME}:${port}`],
      sandbox: false,
      lookup,
      isRefused: (address) => address !== HERE.address,
      ca: pem,
    });
    const file = await web.get(`https://${NAME}:${port}/house.json`);
    expect(Buffer.from(file.bytes).toString()).toBe(FILE);
    expect(asked).toEqual([NAME]);
  });

  it('is not taken from a server whose certificate is not trusted', async () => {
    const port = await listening(createTlsServer({ cert: pem, key: pem }, sending));
    const options = { isRefused: () => false };
    const answer = live(`https://${NAME}:${port}/`, [HERE], options);
    await expect(answer).rejects.toEqual(refusal('source-unreachable'));
  });
});

describe('C35 addresses that are never called', () => {
  it.each([
    ['nonsense', 'address-invalid'],
    ['file:///etc/passwd', 'address-invalid'],
    ['gopher://maps.contoso.example/', 'address-invalid'],
    ['http://maps.contoso.example/', 'address-not-https'],
    ['http://127.0.0.1/', 'address-not-https'],
    ['https://user@maps.contoso.example/', 'address-credentials'],
    ['https://:secret@maps.contoso.example/', 'address-credentials'],
    ['https://user:secret@maps.contoso.example/?sig=abc', 'address-credentials'],
    ['https://maps.contoso.example/?api_key=abc', 'address-credentials'],
    ['https://maps.contoso.example/?sig=abc&Access_Token=abc', 'address-credentials'],
    ['https://maps.contoso.example/?password=abc', 'address-credentials'],
    ['http://maps.contoso.example/?sig=abc', 'address-not-https'],
  ])('%s (%s)', async (address, code) => {
    await expect(live(address)).rejects.toEqual(refusal(code));
  });

  it.each([
    'https://other.example/',
    'https://maps.contoso.example:8443/',
    'https://sub.maps.contoso.example/',
    'https://maps.contoso.example.evil.example/',
    'https://maps.contoso.example./',
    'https://evil.example#@maps.contoso.example/',
    'https://evil.example\\@maps.contoso.example/',
    'https://93.184.215.14/',
  ])('%s is not on the list; the refusal names the setting', async (address) => {
    const lookup = () => Promise.reject(new Error('must not be looked up'));
    const web = createWebSource({ allowed: [NAME], sandbox: false, lookup });
    await expect(web.get(address)).rejects.toMatchObject({
      code: 'address-not-allowed',
      details: { hint: expect.stringContaining('SOURCE_ALLOWED_HOSTS') },
    });
  });

  it.each([
    ['127.0.0.1', 'https://127.0.0.1/'],
    ['decimal', 'https://2130706433/'],
    ['octal', 'https://0177.0.0.1/'],
    ['hexadecimal', 'https://0x7f000001/'],
    ['short', 'https://127.1/'],
    ['full width digits', 'https://１２７.０.０.１/'],
    ['metadata', 'https://169.254.169.254/latest/meta-data'],
    ['mapped', 'https://[::ffff:127.0.0.1]/'],
    ['mapped public', 'https://[::ffff:93.184.215.14]/'],
    ['compatible', 'https://[::127.0.0.1]/'],
    ['loopback', 'https://[::1]/'],
  ])('%s as a host, even when it is listed: %s', async (_what, address) => {
    await expect(live(address)).rejects.toEqual(refusal('address-private'));
  });

  it.each([
    ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ['192.168.1.1', '192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255', '100.100.100.200'],
    ['168.63.129.16', '::', '::1', '::ffff:10.0.0.1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254'],
    ['ff02::1', '64:ff9b::10.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b::', '64:ff9b:1::1', '2002:a00:1::'],
    ['2001:0:1::1', '2001:db8::1', '100::1', 'nonsense'],
  ])('names that lead to %s, %s, %s, %s, …', async (...addresses) => {
    for (const address of addresses) {
      const bad = { address, family: address.includes(':') ? 6 : 4 };
      for (const answers of [[bad], [PUBLIC, bad], [bad, PUBLIC]])
        await expect(live(`https://${NAME}/`, answers), address).rejects.toEqual(refusal('address-private'));
    }
  });

  it('a name that leads nowhere', async () => {
    await expect(live(`https://${NAME}/`, [])).rejects.toEqual(refusal('address-private'));
  });

  it('loopback in live mode, and in sandbox mode other than by its own name', async () => {
    const port = await answering(sending);
    const names = [`127.0.0.1:${port}`, `${NAME}:${port}`, 'localhost:1'];
    const lookup = (host: string) => Promise.resolve([host === 'localhost' ? PUBLIC : HERE]);
    const sandbox = createWebSource({ allowed: names, sandbox: true, lookup });
    await expect(sandbox.get(`https://${NAME}:${port}/`)).rejects.toEqual(refusal('address-private'));
    await expect(sandbox.get(`http://${NAME}:${port}/`)).rejects.toEqual(refusal('address-not-https'));
    await expect(sandbox.get('http://localhost:1/')).rejects.toEqual(refusal('address-private'));
    await expect(sandbox.get('http://127.0.0.1/')).rejects.toEqual(refusal('address-not-allowed'));
    const liveOne = createWebSource({ allowed: names, sandbox: false, lookup });
    await expect(liveOne.get(`http://127.0.0.1:${port}/`)).rejects.toEqual(refusal('address-not-https'));
  });
});

describe('C35 networks of our own', () => {
  const refusedWith = (address: string, listed: string[]) =>
    isRefused(address, allowedHosts(listed).networks);

  it('are read from when they are listed', () => {
    expect(refusedWith('10.20.1.2', ['10.20.0.0/16'])).toBe(false);
    expect(refusedWith('fd12::5', [NAME, 'fd12::/32'])).toBe(false);
    expect(refusedWith('64:ff9b::10.20.1.2', ['10.20.0.0/16'])).toBe(false);
    expect(refusedWith('10.21.1.2', ['10.20.0.0/16'])).toBe(true);
    expect(refusedWith('fd13::5', ['fd12::/32'])).toBe(true);
  });

  it('are never this machine or the metadata of a cloud, whatever is listed', () => {
    const all = ['127.0.0.0/8', '169.254.0.0/16', '100.0.0.0/8', 'fd00::/8', '::/1', '8000::/1'];
    const never = ['127.0.0.1', '169.254.169.254', '100.100.100.200', 'fd00:ec2::254', '::1', 'fe80::1'];
    for (const address of never) expect(refusedWith(address, all), address).toBe(true);
  });

  it.each(['93.184.215.14', '1.1.1.1', '2606:4700::1111', '64:ff9b::5db8:d70e'])(
    '%s is the internet',
    (address) => expect(refusedWith(address, [])).toBe(false),
  );
});

describe('C35 answers', () => {
  it.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    let followed = false;
    const target = await answering((_request, response) => {
      followed = true;
      response.end(FILE);
    });
    const answer = getLocal((_request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${target}/` }).end(),
    );
    await expect(answer).rejects.toEqual(refusal('address-redirects'));
    expect(followed).toBe(false);
  });

  it.each([204, 206, 401, 404, 500])('%i is no file', async (status) => {
    const answer = getLocal((_request, response) => response.writeHead(status).end());
    await expect(answer).rejects.toEqual(refusal('source-refused'));
  });

  it('that drip end with the time that a whole file may take', async () => {
    const drip: RequestListener = (_request, response) => {
      const next = () => response.write('x', () => setImmediate(next));
      if (!response.destroyed) next();
    };
    await expect(getLocal(drip, { timeoutMs: 100 })).rejects.toEqual(refusal('source-timeout'));
  });

  it('that never begin, and names that are never found, end with it too', async () => {
    await expect(getLocal(() => undefined, { timeoutMs: 50 })).rejects.toEqual(refusal('source-timeout'));
    const stuck = { lookup: () => new Promise<never>(() => undefined), timeoutMs: 50 };
    await expect(live(`https://${NAME}/`, [], stuck)).rejects.toEqual(refusal('source-timeout'));
  });

  it('over the limit are refused by what they say, and by what really comes', async () => {
    const honest: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': 2000 });
      response.write('x');
    };
    await expect(getLocal(honest, { mostBytes: 1000 })).rejects.toEqual(refusal('source-too-large'));
    const endless: RequestListener = (_request, response) => {
      const next = () => response.write('x'.repeat(1000), () => setImmediate(next));
      next();
    };
    await expect(getLocal(endless, { mostBytes: 100_000 })).rejects.toEqual(refusal('source-too-large'));
    const exact = await getLocal((_request, response) => response.end('x'.repeat(1000)), { mostBytes: 1000 });
    expect(exact.bytes).toHaveLength(1000);
  });

  it('that are packed are counted unpacked: a bomb of 60 MB in 60 kB', async () => {
    const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    const answer = getLocal((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
    });
    await expect(answer).rejects.toEqual(refusal('source-too-large'));
  });

  it('that break off are no file', async () => {
    const broken = getLocal((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('x', () => response.destroy());
    });
    await expect(broken).rejects.toEqual(refusal('source-unreachable'));
  });
});
