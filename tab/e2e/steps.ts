/** Short ways through the API, for tests that need something to be there before the browser opens. */
import type { Building, ImportResult, Plan, Run } from '#contract';
import type { Product } from './product.ts';

export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
}

let calls = 0;

/** The API as a person of the simulated tenant. */
export async function apiOf(product: Product, user = 'admin'): Promise<Api> {
  const answer = await fetch(`${product.tenantUrl}/_sandbox/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  const { token } = (await answer.json()) as { token: string };
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${product.appUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': `e2e-${++calls}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
  };
}

const ENDED = new Set(['done', 'doneWithFailures', 'failed', 'cancelled']);

/** Stores a document through the API, as a platform would. */
export async function storeBuilding(api: Api, document: object): Promise<Building> {
  const { buildings } = await api.post<ImportResult>('/api/sources/files/imports', document);
  const name = buildings[0]?.name;
  if (name === undefined) throw new Error('The document holds no building.');
  return buildingNamed(api, name);
}

/** Bends answers of the simulated tenant; an empty list ends that. */
export async function setFaults(product: Product, rules: readonly object[]): Promise<void> {
  const answer = await fetch(`${product.tenantUrl}/_sandbox/faults`, {
    method: rules.length === 0 ? 'DELETE' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(rules.length === 0 ? {} : { body: JSON.stringify(rules) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Waits for the end of a run. */
export async function endOf(api: Api, runId: string): Promise<Run> {
  for (;;) {
    const run = await api.get<Run>(`/api/runs/${runId}`);
    if (ENDED.has(run.state)) return run;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function buildingNamed(api: Api, name: string): Promise<Building> {
  const { items } = await api.get<{ items: Building[] }>('/api/buildings');
  const found = items.find((building) => building.name === name);
  if (found === undefined) throw new Error(`There is no building ${name}.`);
  return found;
}

/** Plans and runs a building to the end. */
export async function syncOnce(api: Api, id: string) {
  const plan = await api.post<Plan>(`/api/buildings/${id}/plans`);
  const run = await api.post<Run>(`/api/plans/${plan.id}/runs`, {});
  await endOf(api, run.id);
  return { plan: plan.id, run: run.id };
}

/** Syncs a building twice: the first run creates, the second has nothing to do. `pending` is a plan that nobody started. */
export async function syncBuilding(product: Product, name: string) {
  const api = await apiOf(product);
  const { id } = await buildingNamed(api, name);
  const first = await syncOnce(api, id);
  const second = await syncOnce(api, id);
  const pending = await api.post<Plan>(`/api/buildings/${id}/plans`);
  return { building: id, plan: first.plan, run: first.run, otherRun: second.run, pending: pending.id };
}
