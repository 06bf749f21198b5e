/** The Bot Connector as a bot sees it: conversations and the activities it sends, changes and takes back. */
import { createHash, randomUUID } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Messages } from './messages.ts';
import type { SendLimits } from './send-limits.ts';
import type { SilentSignIn } from './silent-sign-in.ts';
import type { Teams } from './teams.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}

function activityOf(request: Request, response: Response): Record<string, unknown> | null {
  const activity = request.body as Record<string, unknown> | undefined;
  if (typeof activity?.['type'] === 'string') return activity;
  refuse(response, 400, 'BadSyntax', 'An activity needs a type.');
  return null;
}

export interface ConnectorOptions {
  readonly messages: Messages;
  readonly silentSignIn: SilentSignIn;
  readonly sendLimits: SendLimits;
  readonly teams: Teams;
  /** Lets only the bot in. */
  readonly admit: RequestHandler;
  readonly botId: string;
  /** By object id: somebody of the tenant who is there. */
  readonly isPerson: (oid: string) => boolean;
}

/** `/v3`. */
export function connectorDoor(options: ConnectorOptions): Router {
  const { messages, admit } = options;
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }));
  router.use(admit);
  router.use(limitSending(options));
  router.post('/conversations', (request, response) => createConversation(options, request, response));
  router.post('/conversations/:conversation/activities', (request, response) => {
    const activity = activityOf(request, response);
    if (activity === null) return;
    say(options, { conversation: request.params.conversation, replyTo: null }, activity, response);
  });
  router.post('/conversations/:conversation/activities/:id', (request, response) => {
    const activity = activityOf(request, response);
    if (activity === null) return;
    say(
      options,
      { conversation: request.params.conversation, replyTo: request.params.id },
      activity,
      response,
    );
  });
  router.put('/conversations/:conversation/activities/:id', (request, response) => {
    const activity = activityOf(request, response);
    if (activity === null) return;
    const changed = messages.update(request.params.conversation, request.params.id, activity);
    if (changed === null) refuse(response, 404, 'ActivityNotFound', 'There is no such activity.');
    else response.json({ id: changed.id });
  });
  router.delete('/conversations/:conversation/activities/:id', (request, response) => {
    const removed = messages.remove(request.params.conversation, request.params.id);
    if (removed === null) refuse(response, 404, 'ActivityNotFound', 'There is no such activity.');
    else response.status(200).end();
  });
  return router;
}

const SENDING = new Set(['POST', 'PUT']);

/** New threads count in their channel, everything else in its conversation. */
function limitSending({ sendLimits, teams }: ConnectorOptions): RequestHandler {
  return (request, response, next) => {
    const body = request.body as { type?: unknown; channelData?: { channel?: { id?: unknown } } } | undefined;
    if (!SENDING.has(request.method) || body?.type === 'typing') return next();
    const named = /^\/conversations\/([^/]+)\//.exec(request.path)?.[1];
    const conversation =
      named === undefined ? text(body?.channelData?.channel?.id) : decodeURIComponent(named);
    if (!teams.isOpen(conversation))
      return refuse(response, 404, 'ConversationNotFound', 'Conversation not found.');
    const waitMs = conversation === '' ? 0 : sendLimits.send(conversation);
    if (waitMs === 0) return next();
    response.set('Retry-After', String(Math.ceil(waitMs / 1000)));
    refuse(response, 429, 'TooManyRequests', 'Too many requests.');
  };
}

/** Teams' own limit of a message, with some room that its pages do not agree on. */
const MOST_BYTES = 28 * 1024;

/** A sign of typing is shown for a moment and never kept. */
function say(
  { messages, silentSignIn }: ConnectorOptions,
  { conversation, replyTo }: { conversation: string; replyTo: string | null },
  activity: Record<string, unknown>,
  response: Response,
): void {
  if (activity['type'] === 'typing') return void response.status(201).json({ id: randomUUID() });
  if (isTooLarge(activity, response)) return;
  const id = randomUUID();
  if (silentSignIn.takes(conversation, replyTo, activity, id)) return void response.status(201).json({ id });
  response.status(201).json({ id: messages.add(conversation, replyTo, activity).id });
}

function isTooLarge(activity: Record<string, unknown>, response: Response): boolean {
  if (Buffer.byteLength(JSON.stringify(activity)) <= MOST_BYTES) return false;
  refuse(response, 413, 'MessageSizeTooBig', 'Message size too large');
  return true;
}

/** A new thread in a channel, or a new personal chat; the first activity may come along. */
function createConversation(
  { messages, botId, isPerson }: ConnectorOptions,
  request: Request,
  response: Response,
): void {
  const body = (request.body ?? {}) as {
    members?: readonly { id?: unknown }[];
    channelData?: { channel?: { id?: unknown } };
    activity?: Record<string, unknown>;
  };
  const channel = text(body.channelData?.channel?.id);
  const person = text(body.members?.[0]?.id).replace(/^29:/, '');
  if (person !== '' && !isPerson(person))
    return refuse(response, 403, 'BotNotInConversationRoster', 'The bot is not in a chat with this person.');
  const thread = `${Date.now()}${randomUUID().replace(/\D/g, '').slice(0, 4)}`;
  const id = channel === '' ? chatWith(person) : `${channel};messageid=${thread}`;
  if (body.activity !== undefined && isTooLarge(body.activity, response)) return;
  const from = { id: `28:${botId}`, name: 'Places Sync' };
  const first =
    body.activity === undefined
      ? null
      : messages.add(id, null, { from, ...body.activity }, channel === '' ? undefined : thread);
  const serviceUrl = `${request.protocol}://${request.get('host') ?? 'localhost'}/`;
  response.status(201).json({ id, serviceUrl, ...(first === null ? {} : { activityId: first.id }) });
}

/** A person has one chat with the bot, however often it is asked for; its id says nothing about the person. */
const chatWith = (person: string): string =>
  `a:${person === '' ? randomUUID() : createHash('sha256').update(person).digest('base64url')}`;
