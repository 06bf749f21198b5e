/** Who sent an activity, if it is somebody the bot listens to (reliability-security.md C14, F65). */
import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { ChatPerson } from '../bot-api.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** null for bots, people of other organisations, guests, and people who are not in the conversation any more. */
export async function senderOf(context: TurnContext, tenantId: string): Promise<ChatPerson | null> {
  const { from, channelData } = context.activity;
  const tenant = (channelData as { tenant?: { id?: string } } | undefined)?.tenant?.id?.toLowerCase();
  const userId = from.aadObjectId?.toLowerCase() ?? '';
  if (tenant !== tenantId || from.role === 'bot' || !GUID.test(userId)) return null;
  try {
    const member = await TeamsInfo.getMember(context, from.id);
    const isGuest =
      /guest|anonymous/i.test(member.userRole ?? '') || /#EXT#/i.test(member.userPrincipalName ?? '');
    const isOurs = member.tenantId === undefined || member.tenantId.toLowerCase() === tenantId;
    if (isGuest || !isOurs || member.aadObjectId?.toLowerCase() !== userId) return null;
    return { userId, name: member.name || from.name };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return null;
    throw error;
  }
}
