import { describe, expect, it } from 'vitest';
import { parseEnv, SANDBOX_TENANT } from './settings.ts';

const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');
const live = {
  TENANT_ID: '11111111-2222-4333-8444-555555555555',
  CLIENT_ID: '11111111-2222-4333-8444-666666666666',
  CLIENT_SECRET: 'canary-secret',
  BOT_ID: '11111111-2222-4333-8444-777777777777',
  BOT_SECRET: 'canary-bot',
  TOKEN_CACHE_KEY: key,
};
const names = (env: Record<string, string>) => parseEnv(env).problems.map((problem) => problem.name);

describe('settings', () => {
  it('works with nothing set: the sandbox on loopback', () => {
    const { settings } = parseEnv({});
    expect(settings).toMatchObject({
      mode: 'sandbox',
      port: 3978,
      sandboxPort: 3979,
      host: '127.0.0.1',
      dataDir: '.data',
    });
    expect(settings?.tenantId).toBe(SANDBOX_TENANT.tenantId);
  });

  it('is live as soon as a tenant is named, and needs everything then, all at once', () => {
    expect(names({ TENANT_ID: live.TENANT_ID })).toEqual([
      'CLIENT_ID',
      'BOT_ID',
      'TOKEN_CACHE_KEY',
      'CLIENT_SECRET',
      'BOT_SECRET',
    ]);
    expect(parseEnv(live).settings).toMatchObject({
      mode: 'live',
      host: '0.0.0.0',
      graphUrl: 'https://graph.microsoft.com',
    });
  });

  it.each([
    ['PORT', '99999'],
    ['MODE', 'demo'],
    ['DATABASE_URL', 'mysql://x'],
    ['LOG_LEVEL', 'loud'],
    ['RUN_RETENTION_DAYS', '6'],
    ['AUDIT_RETENTION_DAYS', '89'],
    ['AUDIT_RETENTION_DAYS', 'for ever'],
    ['SOURCE_ALLOWED_HOSTS', 'https://maps.contoso.example/'],
    ['SOURCE_ALLOWED_HOSTS', 'maps.contoso.example 10.0.0.0/33'],
    ['SOURCE_ALLOWED_HOSTS', '0.0.0.0/0'],
    ['SOURCE_ALLOWED_HOSTS', 'user@maps.contoso.example'],
    ['SOURCE_ALLOWED_HOSTS', '*.contoso.example'],
    ['GRAPH_URL', 'http://graph.example'],
    ['GRAPH_URL', 'https://graph.microsoft.com/v1.0'],
    ['SIGN_IN_URL', 'not an address'],
    ['HOST', '0.0.0.0'],
    ['TOKEN_CACHE_KEY', 'c2hvcnQ='],
    ['TOKEN_CACHE_KEY', Buffer.alloc(32, 1).toString('base64')],
  ])('refuses %s=%s by name and never echoes the value', (name, value) => {
    const { problems } = parseEnv({ [name]: value });
    expect(problems.map((problem) => problem.name)).toEqual([name]);
    expect(JSON.stringify(problems)).not.toContain(value);
  });

  it('C24 refuses the sandbox in production and plain http in live mode', () => {
    expect(names({ NODE_ENV: 'production' })).toEqual(['MODE']);
    expect(names({ ...live, GRAPH_URL: 'http://127.0.0.1:9' })).toEqual(['GRAPH_URL']);
    expect(parseEnv({ GRAPH_URL: 'http://127.0.0.1:9' }).settings?.graphUrl).toBe('http://127.0.0.1:9');
  });

  it('takes an empty value for not set, and a list of keys newest first', () => {
    expect(parseEnv({ TENANT_ID: '', PORT: ' ' }).settings?.mode).toBe('sandbox');
    const old = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index)).toString('base64');
    expect(parseEnv({ ...live, TOKEN_CACHE_KEY: `${key},${old}` }).settings?.tokenCacheKeys).toHaveLength(2);
  });
});
