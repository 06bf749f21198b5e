/** The whole engine on fakes: a source, our stores, a queue and a simulated Microsoft Places, on virtual time. */
import { createHash } from 'node:crypto';
import { MemoryAuditLog, MemoryAuditPeople } from '../../src/adapters/memory/memory-audit.ts';
import { MemoryClock } from '../../src/adapters/memory/memory-clock.ts';
import { MemoryDirectory } from '../../src/adapters/memory/memory-directory.ts';
import { MemoryNotifier } from '../../src/adapters/memory/memory-notifier.ts';
import { MemoryQueue } from '../../src/adapters/memory/memory-queue.ts';
import { MemorySources } from '../../src/adapters/memory/memory-sources.ts';
import { memoryStores } from '../../src/adapters/memory/memory-stores.ts';
import { MemoryTokens } from '../../src/adapters/memory/memory-tokens.ts';
import { AppError } from '../../src/core/model/app-error.ts';
import type { Building } from '../../src/core/model/building.ts';
import type { BuildingId, TenantId } from '../../src/core/model/place.ts';
import type { Report } from '../../src/core/report/report.ts';
import { applyRun } from '../../src/engine/apply-run.ts';
import type { Deps } from '../../src/engine/deps.ts';
import { getReport } from '../../src/engine/get-report.ts';
import { makePlanFor } from '../../src/engine/make-plan.ts';
import { putBuilding } from '../../src/engine/put-building.ts';
import { startRun } from '../../src/engine/start-run.ts';
import type { SourceFile } from '../../src/ports/source-reader.ts';
import type { Run, SavedPlan, Stores } from '../../src/ports/stores.ts';

export const tenant = 'tenant-1' as TenantId;
export const admin = { userId: 'admin', name: 'Ada Admin', isAdmin: true };
export const operator = { userId: 'operator', name: 'Olle Operator', isAdmin: false };

export const GRACE_MS = 120_000;

export class World {
  readonly clock = new MemoryClock();
  readonly stores: Stores;
  readonly directory = new MemoryDirectory(this.clock);
  readonly queue = new MemoryQueue();
  readonly tokens = new MemoryTokens();
  readonly notifier = new MemoryNotifier();
  readonly audit = { log: new MemoryAuditLog(), people: new MemoryAuditPeople() };
  /** Files that addresses lead to. */
  readonly web = new Map<string, SourceFile>();
  readonly warnings: string[] = [];
  #nextId = 1;

  readonly deps: Deps;

  /** @param stores other than those in memory */
  constructor(stores?: Stores) {
    this.stores = stores ?? memoryStores(this.clock, this.audit.log);
    this.deps = {
      stores: this.stores,
      directory: () => this.directory,
      tokens: this.tokens,
      sources: new MemorySources(),
      web: {
        get: (address) => {
          const file = this.web.get(address);
          const missing = new AppError('input', 'address-not-allowed', 'This host is not on the list.');
          return file ? Promise.resolve(file) : Promise.reject(missing);
        },
      },
      queue: this.queue,
      clock: this.clock,
      notifier: this.notifier,
      audit: this.audit,
      newId: () => `id-${this.#nextId++}`,
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      graceMs: GRACE_MS,
      warn: (what) => this.warnings.push(what),
    };
    const connectedAt = '2030-01-01T08:00:00Z';
    this.tokens.accounts.set(tenant, { tenantId: tenant, userId: 'admin', name: 'Ada Admin', connectedAt });
  }

  /** Imports the building as the newest snapshot. */
  async import(building: Building): Promise<BuildingId> {
    const document = { buildings: [building], findings: [] };
    const stored = await putBuilding(this.deps, {
      tenant,
      source: 'files',
      sourceKey: building.key,
      document,
    });
    return stored.buildingId;
  }

  plan(buildingId: BuildingId): Promise<SavedPlan> {
    return makePlanFor(this.deps, { tenant, buildingId, by: operator.name });
  }

  start(planId: string, by = operator, release: readonly string[] = []): Promise<Run> {
    return startRun(this.deps, { tenant, planId, release, by });
  }

  /** Lets workers carry out everything that is queued and due within `withinMs`. */
  work(deps = this.deps, signal = new AbortController().signal, withinMs = 0): Promise<void> {
    return this.queue.drain((payload) => applyRun(deps, payload, signal), 'run.apply', withinMs);
  }

  /** Plan, start, work. */
  async sync(buildingId: BuildingId, by = operator): Promise<{ plan: SavedPlan; run: Run; report: Report }> {
    const plan = await this.plan(buildingId);
    const started = await this.start(plan.id, by);
    await this.work();
    return { plan, run: await this.run(started.id), report: await this.report(started.id) };
  }

  async run(runId: string): Promise<Run> {
    const run = await this.stores.runs.load(tenant, runId);
    if (run === null) throw new Error(`No run ${runId}`);
    return run;
  }

  report(runId: string): Promise<Report> {
    return getReport(this.deps, tenant, runId);
  }
}
