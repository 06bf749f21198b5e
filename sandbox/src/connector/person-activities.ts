/** `POST /_sandbox/activities`: a person of the tenant writes in the channel or presses a button on a card. */
import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { activityToken, type Keys } from './connector-tokens.ts';
import type { Messages } from './messages.ts';
import { TEAM_ID, TEAM_NAME } from './team.ts';

export interface PersonActivityOptions {
  readonly appUrl: string;
  readonly botId: string;
  readonly tenantId: string;
  readonly baseUrl: () => string;
  readonly now: () => Date;
  readonly keys: Keys;
  readonly messages: Messages;
  /** By short name. */
  readonly findPerson: (user: string) => { readonly oid: string; readonly name: string } | undefined;
}

/** Body: `{user, ...activity}`; members of the activity replace what the tenant would fill in. */
export function personActivities(options: PersonActivityOptions): Router {
  const router = express.Router();
  router.post('/activities', express.json({ limit: '1mb' }), async (request, response) => {
    const { user, ...sent } = (request.body ?? {}) as Record<string, unknown>;
    const person = typeof user === 'string' ? options.findPerson(user) : undefined;
    if (person === undefined || typeof sent['type'] !== 'string') {
      response
        .status(400)
        .json({ problems: ['user must be a person of the tenant, and type must be given'] });
      return;
    }
    const activity = makeActivity(options, person, sent);
    if (activity['type'] === 'message') noteOwn(options.messages, activity);
    const answer = await deliver(options, activity);
    if (answer === null) response.status(502).json({ problems: ['the bot does not answer'] });
    else response.status(answer.status).type(answer.type).send(answer.body);
  });
  router.post('/install', async (_request, response) => {
    const answer = await install(options);
    if (answer === null) response.status(502).json({ problems: ['the bot does not answer'] });
    else response.status(answer.status).type(answer.type).send(answer.body);
  });
  return router;
}

/** The administrator adds the app to the team: two activities, as Teams sends them. */
async function install(options: PersonActivityOptions): ReturnType<typeof deliver> {
  const person = options.findPerson('admin');
  if (person === undefined) return null;
  const bot = { id: `28:${options.botId}`, name: 'Places Sync' };
  const data = {
    tenant: { id: options.tenantId },
    team: { id: TEAM_ID, name: TEAM_NAME },
    source: { name: 'message' },
  };
  const added = { type: 'conversationUpdate', membersAdded: [bot] };
  await deliver(
    options,
    makeActivity(options, person, { ...added, channelData: { ...data, eventType: 'teamMemberAdded' } }),
  );
  const installed = { type: 'installationUpdate', action: 'add', channelData: data };
  return deliver(options, makeActivity(options, person, installed));
}

function makeActivity(
  options: PersonActivityOptions,
  person: { readonly oid: string; readonly name: string },
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const tenant = { id: options.tenantId };
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: `${options.baseUrl()}/`,
    timestamp: options.now().toISOString(),
    locale: 'en-US',
    from: { id: `29:${person.oid}`, name: person.name, aadObjectId: person.oid, role: 'user' },
    recipient: { id: `28:${options.botId}`, name: 'Places Sync' },
    conversation: { id: TEAM_ID, conversationType: 'channel', isGroup: true, tenantId: options.tenantId },
    channelData: { tenant, team: { id: TEAM_ID }, channel: { id: TEAM_ID } },
    ...sent,
  };
}

/** What a person wrote stands in the channel like what the bot says. */
function noteOwn(messages: Messages, activity: Record<string, unknown>): void {
  const { id } = activity['conversation'] as { id: string };
  messages.add(id, null, activity, activity['id'] as string);
}

async function deliver(
  options: PersonActivityOptions,
  activity: Record<string, unknown>,
): Promise<{ status: number; type: string; body: string } | null> {
  const token = await activityToken(
    options.keys,
    options.botId,
    activity['serviceUrl'] as string,
    options.now(),
  );
  try {
    const response = await fetch(new URL('/api/messages', options.appUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
    const type = response.headers.get('content-type') ?? 'text/plain';
    return { status: response.status, type, body: await response.text() };
  } catch {
    // Nobody listens: the caller hears that, the tenant goes on.
    return null;
  }
}
