/** Every command in chat leaves an entry, also one that only asks (reliability-security.md C20). */
import type { TenantId } from '../core/model/place.ts';
import { recordAudit, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';

export interface ChatCommand {
  /** `sync`, `search buildings`, ... */
  readonly command: string;
  readonly how: 'message' | 'button' | 'search';
  readonly conversationId: string;
  /** What a button was about. */
  readonly ids: Readonly<Record<string, string>>;
}

/**
 * Names who asked, and the connected account: what the answer shows, and what comes of it, rests on its rights.
 * @throws what the database throws: what cannot be recorded is not done
 */
export async function recordChatCommand(
  deps: Pick<Deps, 'audit' | 'clock' | 'tokens'>,
  tenant: TenantId,
  initiator: AuditPerson,
  { command, how, conversationId, ids }: ChatCommand,
): Promise<void> {
  const subject = { kind: 'chat', id: conversationId } as const;
  const actingAs = await deps.tokens.account(tenant);
  const detail = { command, how, ...ids };
  await recordAudit(deps.audit, deps.clock, tenant, [
    { action: 'chat.command', initiator, actingAs, subject, detail },
  ]);
}
