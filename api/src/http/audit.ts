/** The audit log: read, checked, and told to forget a person. */
import type { AuditEntry, AuditVerdict } from '../contract/index.ts';
import type { AuditEntry as StoredEntry, ChainHead, PersonRef } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import { AppError } from '../core/model/app-error.ts';
import type { Deps } from '../engine/deps.ts';
import { erasePerson } from '../engine/erase-person.ts';
import { exportPerson } from '../engine/export-person.ts';
import { verifyAudit } from '../engine/verify-audit.ts';
import type { Call, Handlers } from './bind-routes.ts';

const PAGE = 100;

type AuditHandlers = Pick<
  Handlers,
  'listAudit' | 'auditHead' | 'verifyAudit' | 'eraseAuditPerson' | 'exportPerson'
>;

export function auditHandlers(deps: Deps): AuditHandlers {
  const { log, people } = deps.audit;
  const namesIn = (entries: readonly StoredEntry[], tenant: TenantId) => {
    const refs = entries.flatMap(({ initiator, actingAs }) => [initiator, actingAs]);
    return people.namesOf(tenant, [...new Set(refs.filter((ref) => ref !== null))]);
  };
  return {
    listAudit: async ({ caller: { tenantId }, query }) => {
      const limit = (query['limit'] as number | undefined) ?? PAGE;
      const entries = await log.page(tenantId, afterOf(query['cursor']), limit);
      const names = await namesIn(entries, tenantId);
      const last = entries.length === limit ? entries.at(-1) : undefined;
      const items = entries.map((entry) => showEntry(entry, names));
      return { status: 200, body: { items, ...(last && { nextCursor: String(last.seq) }) } };
    },
    auditHead: async ({ caller }) => ({
      status: 200,
      body: (await log.head(caller.tenantId)) ?? { seq: 0, hash: '0'.repeat(64) },
    }),
    verifyAudit: async ({ caller, query }) => {
      const kept = headOf(query['head']);
      const { head, problem } = await verifyAudit(
        { audit: log, hash: (text) => deps.hash(text) },
        caller.tenantId,
        kept,
      );
      const body: AuditVerdict = { ok: problem === null, head: head.seq > 0 ? head : null };
      return { status: 200, body: problem ? { ...body, problem } : body };
    },
    eraseAuditPerson: async (call) => ({ status: 200, body: await erasePerson(deps, personOf(call)) }),
    exportPerson: async (call) => {
      const wanted = personOf(call);
      const { name, rows, entries } = await exportPerson(deps, wanted);
      const names = await namesIn(entries, call.caller.tenantId);
      const shown = entries.map((entry) => showEntry(entry, names));
      return { status: 200, body: { userId: wanted.userId, name, rows, entries: shown } };
    },
  };
}

const personOf = ({ caller, params, query }: Call) => ({
  tenant: caller.tenantId,
  userId: params['userId'] ?? '',
  email: query['email'] as string | undefined,
  by: caller,
});

function afterOf(cursor: unknown): number {
  if (cursor === undefined) return 0;
  if (typeof cursor === 'string' && /^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new AppError('input', 'invalid-query', 'This cursor is not one of ours.');
}

function headOf(text: unknown): ChainHead[] {
  const [seq, hash] = typeof text === 'string' ? text.split(':') : [];
  return seq === undefined || hash === undefined ? [] : [{ seq: Number(seq), hash }];
}

function showEntry(entry: StoredEntry, names: ReadonlyMap<PersonRef, string>): AuditEntry {
  const person = (ref: PersonRef | null) => {
    if (ref === null) return null;
    const name = names.get(ref);
    return name === undefined ? { ref } : { ref, name };
  };
  const { seq, at, action, subject, detail, previousHash, hash } = entry;
  const people = { initiator: person(entry.initiator), actingAs: person(entry.actingAs) };
  return { seq, at, action, ...people, subject, detail: { ...detail }, previousHash, hash };
}
