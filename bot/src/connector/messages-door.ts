/** `POST /api/messages`: what is not an activity from Teams for this tenant never reaches the bot. */
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import type { Activity, ActivityHandler } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import { decodeJwt } from 'jose';
import type { BotAdapter } from './adapter.ts';

/** Tokens of Teams come from here; the Bot Framework would also take those of its emulator (C11). */
const ISSUER = 'https://api.botframework.com';
const LIMIT = '256kb';

export interface DoorOptions {
  readonly adapter: BotAdapter;
  readonly handler: ActivityHandler;
  readonly tenantId: string;
  readonly warn: (what: string, error: unknown) => void;
}

/** Answers 400, 401, 403 or 413 with one line of JSON, never with a stack. */
export function messagesDoor(options: DoorOptions): Router {
  const router = express.Router();
  const path = '/api/messages';
  const take: RequestHandler = async (request, response) => {
    const activity = request.body as Activity;
    const token = request.get('Authorization') ?? '';
    const answer = await options.adapter.handle(token, activity, (context) => options.handler.run(context));
    response.status(answer?.status ?? 200);
    if (answer?.body === undefined) response.end();
    else response.json(answer.body);
  };
  router.post(path, onlyTokens, express.json({ limit: LIMIT }), onlyActivities(options.tenantId), take);
  router.all(path, (_request, response) => {
    response.status(405).set('Allow', 'POST').json({ error: 'Only POST.' });
  });
  router.use(path, explain(options));
  return router;
}

/** Before the body is even read. The signature and all other claims are checked by the adapter. */
const onlyTokens: RequestHandler = (request, response, next) => {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.get('Authorization') ?? '') ?? [];
  const issuer = token === undefined ? undefined : issuerOf(token);
  if (issuer === undefined) response.status(401).json({ error: 'A token of the Bot Framework is needed.' });
  else if (issuer !== ISSUER) response.status(403).json({ error: 'The token comes from somewhere else.' });
  else next();
};

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    // Not a token at all.
    return undefined;
  }
}

const onlyActivities =
  (tenantId: string): RequestHandler =>
  (request, response, next) => {
    const body = request.body as Record<string, unknown> | undefined;
    if (typeof body?.['type'] !== 'string' || body['type'] === '') {
      response.status(400).json({ error: 'An activity needs a type.' });
    } else if (tenantsOf(body).some((tenant) => tenant !== tenantId)) {
      response.status(403).json({ error: 'This tenant is not served here.' });
    } else next();
  };

/** The tenant of the message and of the conversation: both, where named, have to be ours (C14). */
function tenantsOf(activity: Record<string, unknown>): string[] {
  const { channelData, conversation } = activity as {
    channelData?: { tenant?: { id?: unknown } };
    conversation?: { tenantId?: unknown };
  };
  const named = [channelData?.tenant?.id, conversation?.tenantId].filter(
    (id) => id !== undefined && id !== null,
  );
  return named.length === 0
    ? ['none']
    : named.map((id) => (typeof id === 'string' ? id.toLowerCase() : 'none'));
}

const explain =
  ({ warn }: DoorOptions): ErrorRequestHandler =>
  (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof AuthenticationError) {
      response.status(401).json({ error: 'The token is not valid for this activity.' });
      return;
    }
    const status = error.status === 413 ? 413 : error.status === 400 ? 400 : 500;
    if (status === 500) warn('An activity could not be handled.', error);
    response.status(status).json({ error: status === 500 ? 'It failed on our side.' : 'It cannot be read.' });
  };
