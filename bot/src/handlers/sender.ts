/** Who sent an activity, if it is somebody the bot listens to (reliability-security.md C14, F65). */
import { TeamsInfo, type TeamsChannelAccount, type TurnContext } from 'botbuilder';
import type { ChatPerson } from '../bot-api.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** null for bots, people of other organisations, guests, and people who are not in the conversation any more. */
export async function senderOf(context: TurnContext, tenantId: string): Promise<ChatPerson | null> {
  const { from } = context.activity;
  const data = context.activity.channelData as { tenant?: { id?: string } } | undefined;
  const userId = from.aadObjectId?.toLowerCase() ?? '';
  if (data?.tenant?.id?.toLowerCase() !== tenantId || from.role === 'bot' || !GUID.test(userId)) return null;
  const member = await TeamsInfo.getMember(context, from.id).catch((error: unknown) => {
    if ((error as { statusCode?: number }).statusCode === 404) return null;
    throw error;
  });
  if (member?.aadObjectId?.toLowerCase() !== userId || isOutside(member, tenantId)) return null;
  return { userId, name: member.name || from.name };
}

/** A guest, or a person of another organisation in a shared channel. */
const isOutside = (member: TeamsChannelAccount, tenantId: string): boolean =>
  /guest|anonymous/i.test(member.userRole ?? '') ||
  /#EXT#/i.test(member.userPrincipalName ?? '') ||
  (member.tenantId ?? tenantId).toLowerCase() !== tenantId;
