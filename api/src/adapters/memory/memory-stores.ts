import type { BuildingId, TenantId } from '../../core/model/place.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  AnswerStore,
  PlanHead,
  PlanStore,
  ReportStore,
  SavedPlan,
  SettingsStore,
  Stores,
  TokenCacheStore,
} from '../../ports/stores.ts';
import { MemoryAuditLog } from './memory-audit.ts';
import { MemoryBuildingStore } from './memory-building-store.ts';
import { memoryChatStore, memoryProvenRoles, memoryTeams } from './memory-chat-store.ts';
import { MemoryOutbox } from './memory-outbox.ts';
import { MemoryKnownStore } from './memory-known-store.ts';
import { MemoryRunStore } from './memory-run-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Nobody is at work on a claim any more that was not answered for so long. */
const UNANSWERED_MS = 10 * 60 * 1000;

/** Every store of the product in memory, for tests; `clock` plays the database's clock. */
export function memoryStores(clock: Clock, audit = new MemoryAuditLog()): Stores {
  const known = new MemoryKnownStore();
  return {
    buildings: new MemoryBuildingStore(),
    known,
    plans: memoryPlans(),
    runs: new MemoryRunStore(known, clock, audit),
    reports: memoryReports(),
    answers: memoryAnswers(),
    tokens: memoryTokenCaches(),
    settings: memorySettings(),
    outbox: new MemoryOutbox(),
    chat: memoryChatStore(),
    roles: memoryProvenRoles(),
    teams: memoryTeams(),
  };
}

function memoryPlans(): PlanStore {
  const plans: SavedPlan[] = [];
  return {
    save: (plan) => {
      plans.push(plan);
      return Promise.resolve();
    },
    load: (tenant: TenantId, id: string) =>
      Promise.resolve(plans.find((plan) => plan.tenantId === tenant && plan.id === id) ?? null),
    latest: (tenant: TenantId, building: BuildingId): Promise<PlanHead | null> =>
      Promise.resolve(
        plans.findLast((plan) => plan.tenantId === tenant && plan.buildingId === building) ?? null,
      ),
  };
}

function memoryReports(): ReportStore {
  const reports = new Map<string, unknown>();
  return {
    save: (tenant, runId, report) => {
      reports.set(`${tenant} ${runId}`, report);
      return Promise.resolve();
    },
    load: (tenant, runId) => Promise.resolve(reports.get(`${tenant} ${runId}`) ?? null),
  };
}

interface Answer {
  readonly bodyHash: string;
  readonly claimedAt: number;
  readonly stored?: { readonly status: number; readonly body: unknown };
}

function memoryAnswers(): AnswerStore {
  const answers = new Map<string, Answer>();
  const nameOf = (tenant: TenantId, user: string, key: string) => JSON.stringify([tenant, user, key]);
  return {
    claim: (tenant, user, key, bodyHash, at) => {
      const name = nameOf(tenant, user, key);
      const found = answers.get(name);
      const age = found === undefined ? Infinity : at.getTime() - found.claimedAt;
      const given = found?.stored !== undefined;
      if (found === undefined || age >= (given ? DAY_MS : UNANSWERED_MS)) {
        answers.set(name, { bodyHash, claimedAt: at.getTime() });
        return Promise.resolve({ kind: 'claimed' });
      }
      if (found.bodyHash !== bodyHash) return Promise.resolve({ kind: 'otherBody' });
      if (found.stored === undefined) return Promise.resolve({ kind: 'running' });
      return Promise.resolve({ kind: 'answer', ...found.stored });
    },
    answer: (tenant, user, key, status, body) => {
      const name = nameOf(tenant, user, key);
      const found = answers.get(name);
      if (found !== undefined) answers.set(name, { ...found, stored: { status, body } });
      return Promise.resolve();
    },
    release: (tenant, user, key) => {
      answers.delete(nameOf(tenant, user, key));
      return Promise.resolve();
    },
  };
}

function memoryTokenCaches(): TokenCacheStore {
  const caches = new Map<TenantId, { account: unknown; sealed: Uint8Array }>();
  return {
    load: (tenant) => Promise.resolve(caches.get(tenant) ?? null),
    save: (tenant, account, sealed) => {
      caches.set(tenant, { account, sealed });
      return Promise.resolve();
    },
    remove: (tenant) => {
      caches.delete(tenant);
      return Promise.resolve();
    },
  };
}

function memorySettings(): SettingsStore {
  const values = new Map<string, unknown>();
  return {
    load: (tenant, key) => Promise.resolve(values.get(JSON.stringify([tenant, key])) ?? null),
    save: (tenant, key, value) => {
      values.set(JSON.stringify([tenant, key]), value);
      return Promise.resolve();
    },
  };
}
