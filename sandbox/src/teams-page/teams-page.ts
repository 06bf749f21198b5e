/** The Teams-like page, and the product behind the same origin: teams-js trusts a same-origin parent only. */
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';

const PAGE_FOLDER = join(import.meta.dirname, '../../../dist/teams-page');

/** Headers that belong to one connection and are not passed on (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Serves `/teams` and passes `/tab` and `/api` on to the product, streams included.
 * @param options.appUrl where the product answers, such as `http://127.0.0.1:3978`
 */
export function teamsPage({ appUrl }: { readonly appUrl: string }): express.Router {
  const router = express.Router();
  router.use('/teams/assets', express.static(join(PAGE_FOLDER, 'assets'), { fallthrough: false }));
  router.get('/teams', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    response.sendFile(join(PAGE_FOLDER, 'index.html'), (error) => {
      if (error) next(new Error('The Teams-like page is not built. Run: npm run build', { cause: error }));
    });
  });
  router.use(['/tab', '/api'], passOn(new URL(appUrl)));
  return router;
}

/** Passes a request on as it is, and the answer back as it comes. */
function passOn(app: URL): RequestHandler {
  return (incoming, answer) => {
    const outgoing = request(
      new URL(incoming.originalUrl, app),
      { method: incoming.method, headers: { ...endToEnd(incoming.headers), host: app.host } },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, endToEnd(reply.headers));
        answer.flushHeaders();
        reply.pipe(answer);
        reply.on('error', () => answer.destroy());
      },
    );
    outgoing.on('error', () => {
      if (answer.headersSent) answer.destroy();
      else answer.status(502).json({ problems: ['The product does not answer.'] });
    });
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  };
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}
