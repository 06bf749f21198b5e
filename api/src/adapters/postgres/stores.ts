import type { AddressSeals } from '../../ports/address-seals.ts';
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
import { SealedJson, type SealedFor } from './sealed-json.ts';
import { SqlSettingsStore } from './settings-store.ts';
import { SqlTeamStore } from './team-store.ts';
import { SqlTokenCacheStore } from './token-cache-store.ts';

/** Every store on one open database. @param seals close the addresses of people in what is stored */
export function createStores(rows: TenantRows, seals: AddressSeals): Stores {
  const sealed: SealedFor = (tenant) => new SealedJson(seals.of(tenant));
  return {
    buildings: new SqlBuildingStore(rows, sealed),
    known: new SqlKnownStore(rows, sealed),
    plans: new SqlPlanStore(rows, sealed),
    runs: new SqlRunStore(rows, sealed),
    reports: new SqlReportStore(rows),
    answers: new SqlAnswerStore(rows, sealed),
    tokens: new SqlTokenCacheStore(rows),
    settings: new SqlSettingsStore(rows),
    outbox: new SqlOutbox(rows),
    chat: new SqlChatStore(rows),
    roles: new SqlProvenRoles(rows),
    teams: new SqlTeamStore(rows),
  };
}
