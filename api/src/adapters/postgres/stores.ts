import type { Stores } from '../../ports/stores.ts';
import { SqlAnswerStore } from './answer-store.ts';
import { SqlChatStore } from './chat-store.ts';
import { SqlOutbox } from './outbox.ts';
import { SqlBuildingStore } from './building-store.ts';
import { SqlKnownStore } from './known-store.ts';
import type { TenantRows } from './database.ts';
import { SqlPlanStore } from './plan-store.ts';
import { SqlReportStore } from './report-store.ts';
import { SqlProvenRoles } from './proven-roles-store.ts';
import { SqlRunStore } from './run-store.ts';
import { SqlSettingsStore } from './settings-store.ts';
import { SqlTeamStore } from './team-store.ts';
import { SqlTokenCacheStore } from './token-cache-store.ts';

/** Every store on one open database. */
export function createStores(rows: TenantRows): Stores {
  return {
    buildings: new SqlBuildingStore(rows),
    known: new SqlKnownStore(rows),
    plans: new SqlPlanStore(rows),
    runs: new SqlRunStore(rows),
    reports: new SqlReportStore(rows),
    answers: new SqlAnswerStore(rows),
    tokens: new SqlTokenCacheStore(rows),
    settings: new SqlSettingsStore(rows),
    outbox: new SqlOutbox(rows),
    chat: new SqlChatStore(rows),
    roles: new SqlProvenRoles(rows),
    teams: new SqlTeamStore(rows),
  };
}
