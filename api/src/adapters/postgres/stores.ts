import type { Stores } from '../../ports/stores.ts';
import { SqlAnswerStore } from './answer-store.ts';
import { SqlChatStore } from './chat-store.ts';
import { SqlOutbox } from './outbox.ts';
import { SqlBuildingStore } from './building-store.ts';
import { SqlKnownStore } from './known-store.ts';
import type { Database } from './database.ts';
import { SqlPlanStore } from './plan-store.ts';
import { SqlReportStore } from './report-store.ts';
import { SqlRunStore } from './run-store.ts';
import { SqlSettingsStore } from './settings-store.ts';
import { SqlTokenCacheStore } from './token-cache-store.ts';

/** Every store on one open database. */
export function createStores(database: Database): Stores {
  return {
    buildings: new SqlBuildingStore(database),
    known: new SqlKnownStore(database),
    plans: new SqlPlanStore(database),
    runs: new SqlRunStore(database),
    reports: new SqlReportStore(database),
    answers: new SqlAnswerStore(database),
    tokens: new SqlTokenCacheStore(database),
    settings: new SqlSettingsStore(database),
    outbox: new SqlOutbox(database),
    chat: new SqlChatStore(database),
  };
}
