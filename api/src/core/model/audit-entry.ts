/**
 * The audit chain: every entry seals the one before it, so that a changed, lost, swapped or inserted entry shows. That
 * the end was cut off shows against a head that was posted outside earlier (reliability-security.md C42).
 */
import type { TenantId } from './place.ts';

/** What is worth an entry. */
type AuditAction =
  | 'account.connected'
  | 'account.disconnected'
  | 'account.refused'
  | 'source.imported'
  | 'plan.made'
  | 'run.requested'
  | 'guard.released'
  | 'run.cancelled'
  | 'run.resumed'
  | 'rights.checked'
  | 'write.intended'
  | 'write.answered'
  | 'run.ended'
  | 'approval.asked'
  | 'approval.given'
  | 'approval.refused'
  | 'approval.standing'
  | 'approval.withdrawn'
  | 'chat.command'
  | 'person.erased'
  | 'person.exported'
  | 'audit.pruned'
  | 'data.pruned';

/**
 * A person in the audit: a random reference that means something only together with an erasable table of names. Never
 * an object id, a name or an address (C43).
 */
export type PersonRef = string;

/** One thing that happened, as it is handed in. */
export interface AuditDraft {
  /** RFC 3339. */
  readonly at: string;
  readonly action: AuditAction;
  /** Who asked; null for what happens by itself. */
  readonly initiator: PersonRef | null;
  /** Whose token acted, or stands behind the answer to a chat command; null when nobody's. */
  readonly actingAs: PersonRef | null;
  /** What it was about: the id of a plan, run or building, or the place of a write. */
  readonly subject: {
    readonly kind: 'plan' | 'run' | 'building' | 'place' | 'account' | 'person' | 'chat' | 'retention';
    readonly id: string;
  };
  /** Ids, codes, statuses and counts; never values of places, and no personal data. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** A draft in its place in the chain. `seq` counts from 1 per tenant. */
export interface AuditEntry extends AuditDraft {
  readonly tenantId: TenantId;
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** The last entry of a chain, which is all that the next one needs. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** SHA-256 of a text as 64 small hexadecimal digits. */
export type Hash = (text: string) => string;

/** What an entry without a predecessor seals. */
export const CHAIN_START: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** What is wrong with a chain, and where. */
export interface ChainProblem {
  readonly seq: number;
  readonly kind: 'changed' | 'missing' | 'foreignTenant' | 'cutOff' | 'rewritten';
  readonly message: string;
}

/** Bumped when the sealed text changes its form. */
const FORMAT = 'places-sync/audit/1';

/** Puts drafts behind `head`, in their order. */
export function chainEntries(
  tenantId: TenantId,
  head: ChainHead,
  drafts: readonly AuditDraft[],
  hash: Hash,
): AuditEntry[] {
  let previous = head;
  return drafts.map((draft) => {
    const open = { ...draft, tenantId, seq: previous.seq + 1, previousHash: previous.hash };
    const entry = { ...open, hash: hash(sealedText(open)) };
    previous = entry;
    return entry;
  });
}

/**
 * Checks a stretch of a chain, so that a long one is read in pages.
 *
 * @param entries in the order of `seq`, as stored
 * @param from the head of the stretch before; {@link CHAIN_START} for the first
 * @param posted heads that were posted outside: each must still be the entry of its number
 * @returns the new head, or the first problem
 */
export function verifyEntries(
  tenantId: TenantId,
  entries: readonly AuditEntry[],
  from: ChainHead,
  hash: Hash,
  posted: readonly ChainHead[] = [],
): { readonly head: ChainHead; readonly problem: ChainProblem | null } {
  let head = from;
  for (const entry of entries) {
    const problem = entryProblem(tenantId, entry, head, hash) ?? postedProblem(entry, posted);
    if (problem) return { head, problem };
    head = { seq: entry.seq, hash: entry.hash };
  }
  return { head, problem: null };
}

/** After the last page: a posted head behind the end means that the end was cut off. */
export function cutOffProblem(head: ChainHead, posted: readonly ChainHead[]): ChainProblem | null {
  const beyond = posted.find((each) => each.seq > head.seq);
  return beyond
    ? {
        seq: head.seq + 1,
        kind: 'cutOff',
        message: `Entry ${beyond.seq} was posted outside, but the log ends at ${head.seq}.`,
      }
    : null;
}

function entryProblem(
  tenantId: TenantId,
  entry: AuditEntry,
  head: ChainHead,
  hash: Hash,
): ChainProblem | null {
  const { seq } = entry;
  if (entry.tenantId !== tenantId) {
    return { seq, kind: 'foreignTenant', message: `Entry ${seq} belongs to another directory.` };
  }
  if (seq !== head.seq + 1) {
    return {
      seq: head.seq + 1,
      kind: 'missing',
      message: `Entry ${head.seq + 1} is missing: ${seq} follows.`,
    };
  }
  return entry.previousHash === head.hash && entry.hash === hash(sealedText(entry))
    ? null
    : { seq, kind: 'changed', message: `Entry ${seq} is not what was written.` };
}

function postedProblem(entry: AuditEntry, posted: readonly ChainHead[]): ChainProblem | null {
  const { seq, hash } = entry;
  return posted.some((each) => each.seq === seq && each.hash !== hash)
    ? { seq, kind: 'rewritten', message: `Entry ${seq} is another one than the one posted outside.` }
    : null;
}

/** Everything of an entry but its own hash, in a fixed order; arrays keep "ab"+"c" and "a"+"bc" apart. */
function sealedText(entry: Omit<AuditEntry, 'hash'>): string {
  const { at, action, initiator, actingAs, subject } = entry;
  const detail = Object.entries(entry.detail).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    FORMAT,
    entry.tenantId,
    entry.seq,
    entry.previousHash,
    at,
    action,
    initiator,
    actingAs,
    subject.kind,
    subject.id,
    detail,
  ]);
}
