/** The simulated sign-in alone on a port of its own, for tests. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createSignIn, type SignIn } from '../sign-in.ts';

export const TENANT = '5a4d0b0c-7e0a-4c1e-9b5e-0d5c0a7e2f11';
export const CLIENT = 'c1a0f7d2-3b64-4f6e-8a53-6d1f2b9e4c77';
export const SECRET = 'a-secret-of-the-app';
export const BOT = 'b07f3e19-5c2d-4a8b-9f36-1e7d8c4a2b55';
export const BOT_SECRET = 'a-secret-of-the-bot';

export interface RunningSignIn {
  readonly url: string;
  readonly signIn: SignIn;
  /** `METHOD /path` of every request that was not a control. */
  readonly requests: string[];
  /** A token as `POST /_sandbox/token` gives it. */
  token(body: Record<string, unknown>): Promise<string>;
  /** `control('people/admin/revoke')`; DELETE with `method`. */
  control(path: string, body?: Record<string, unknown>, method?: string): Promise<unknown>;
  /** Posts a form to the token endpoint of the tenant. */
  trade(
    form: Record<string, string>,
    tenant?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

export async function startSignIn(
  options: { now?: () => Date; stateDir?: string } = {},
): Promise<RunningSignIn> {
  let url = '';
  const signIn = await createSignIn({
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: SECRET,
    botId: BOT,
    botSecret: BOT_SECRET,
    baseUrl: () => url,
    stateDir: options.stateDir ?? null,
    now: options.now ?? (() => new Date()),
  });
  const requests: string[] = [];
  const app = express();
  app.use((request, _response, next) => {
    if (!request.path.startsWith('/_sandbox')) requests.push(`${request.method} ${request.path}`);
    next();
  });
  app.use(signIn.router);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const control: RunningSignIn['control'] = async (path, body = {}, method = 'POST') => {
    const response = await fetch(`${url}/_sandbox/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  return {
    url,
    signIn,
    requests,
    control,
    token: async (body) => ((await control('token', body)) as { token: string }).token,
    async trade(form, tenant = TENANT) {
      const response = await fetch(`${url}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
