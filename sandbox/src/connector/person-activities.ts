/** `POST /_sandbox/activities`: a person of the tenant writes in the channel or presses a button on a card. */
import express, { type Router } from 'express';
import type { Messages } from './messages.ts';
import type { SilentSignIn } from './silent-sign-in.ts';
import {
  deliver,
  makeActivity,
  type Activity,
  type BotAnswer,
  type Sender,
  type TeamsActivityOptions,
} from './teams-activities.ts';
import { TEAM_ID, TEAM_NAME } from './team.ts';

export interface PersonActivityOptions extends TeamsActivityOptions {
  readonly messages: Messages;
  readonly silentSignIn: SilentSignIn;
  /** By short name. */
  readonly findPerson: (user: string) => Sender | undefined;
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
    // A card picked in the message box mentions nobody: Teams shows it and tells no bot.
    if (activity['attachments'] !== undefined) {
      response.json({});
      return;
    }
    const answer = await options.silentSignIn.send(person, activity);
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
async function install(options: PersonActivityOptions): Promise<BotAnswer | null> {
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

/** What a person wrote stands in the channel like what the bot says. */
function noteOwn(messages: Messages, activity: Activity): void {
  const { id } = activity['conversation'] as { id: string };
  messages.add(id, null, activity, activity['id'] as string);
}
