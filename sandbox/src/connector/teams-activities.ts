/** Activities as Teams sends them to the bot: filled in, signed by the connector, delivered. */
import { randomUUID } from 'node:crypto';
import { activityToken, type Keys } from './connector-tokens.ts';
import { TEAM_ID } from './team.ts';

export type Activity = Readonly<Record<string, unknown>>;

export interface Sender {
  readonly oid: string;
  readonly name: string;
}

export interface TeamsActivityOptions {
  readonly appUrl: string;
  readonly botId: string;
  readonly tenantId: string;
  readonly baseUrl: () => string;
  readonly now: () => Date;
  readonly keys: Keys;
}

export interface BotAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** @param sent replaces what the tenant would fill in */
export function makeActivity(options: TeamsActivityOptions, person: Sender, sent: Activity): Activity {
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

/** null: nobody listens; the tenant goes on. */
export async function deliver(options: TeamsActivityOptions, activity: Activity): Promise<BotAnswer | null> {
  const serviceUrl = activity['serviceUrl'] as string;
  const token = await activityToken(options.keys, options.botId, serviceUrl, options.now());
  try {
    const response = await fetch(new URL('/api/messages', options.appUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
    const type = response.headers.get('content-type') ?? 'text/plain';
    return { status: response.status, type, body: await response.text() };
  } catch {
    return null;
  }
}
