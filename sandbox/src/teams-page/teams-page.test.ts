import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { teamsPage } from './teams-page.ts';

const open: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serveTeams = (appUrl: string) => serve(express().use(teamsPage({ appUrl })) as RequestListener);

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the product behind the Teams-like page', () => {
  it('gets requests as they were sent, and its answers come back as they are', async () => {
    const app = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(422, { 'content-type': 'application/problem+json', 'x-own': 'kept' });
        response.end(
          JSON.stringify({
            method: request.method,
            url: request.url,
            host: request.headers.host,
            token: request.headers.authorization,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
    });
    const page = await serveTeams(app);
    const answer = await fetch(`${page}/api/plans/a%2Fb/runs?x=1`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: 'hello',
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('x-own')).toBe('kept');
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/api/plans/a%2Fb/runs?x=1',
      host: new URL(app).host,
      token: 'Bearer t',
      body: 'hello',
    });
  });

  it('streams events piece by piece, and hangs up when the reader does', async () => {
    const closed = Promise.withResolvers<void>();
    const app = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: first\n\n');
      response.on('close', () => closed.resolve());
    });
    const page = await serveTeams(app);
    const stop = new AbortController();
    const answer = await fetch(`${page}/api/runs/1/events`, { signal: stop.signal });
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
    stop.abort();
    await closed.promise;
  });

  it('says so when the product does not answer', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    const page = await serveTeams(`http://127.0.0.1:${port}`);
    expect((await fetch(`${page}/tab`)).status).toBe(502);
  });
});
