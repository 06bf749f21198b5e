/** What must have happened before there is something to see in every view. */
import type { Plan, Run } from '#contract';
import { deskHall, smallOffice } from './offices.ts';
import type { Product } from './product.ts';
import {
  apiOf,
  buildingNamed,
  endOf,
  setFaults,
  storeBuilding,
  syncBuilding,
  syncOnce,
  type Api,
} from './steps.ts';

/** A sample building, synced so that its views have something to tell. */
const SYNCED = 'Contoso Lyon';
/** Another one, which nobody has synced yet. */
const PREVIEWED = 'Contoso Stockholm';
const CREATES = { method: 'POST', path: '/\\/places$/' };

/** Ids of what was prepared. */
export interface Story {
  readonly building: string;
  readonly plan: string;
  readonly run: string;
  readonly otherRun: string;
  /** A plan that waits to be started. */
  readonly pending: string;
  /** A plan that two guards stop. */
  readonly guardedPlan: string;
  /** A run with failures, and the one that repeated them. */
  readonly failedRun: string;
  readonly retriedRun: string;
}

/** The document with what people forget to fill in: a name twice, a desk without a shape, a crossed outline. */
export function untidy(document: ReturnType<typeof smallOffice>): object {
  const copy = structuredClone(document);
  const [building] = copy.buildings;
  const spaces = (building?.spaces ?? []) as Record<string, unknown>[];
  const [room, secondRoom, desk, secondDesk] = spaces;
  if (secondRoom) secondRoom['name'] = room?.['name'];
  if (desk) delete desk['geometry'];
  if (secondDesk) {
    const crossed = [
      [
        [2, 8],
        [4, 10],
        [4, 8],
        [2, 10],
        [2, 8],
      ],
    ];
    secondDesk['geometry'] = { type: 'local', unit: 'm', polygon: crossed };
  }
  return copy;
}

async function guarded(api: Api): Promise<string> {
  const building = await storeBuilding(api, untidy(smallOffice('Foundry', 40)));
  await syncOnce(api, building.id);
  await storeBuilding(api, untidy(smallOffice('Foundry', 4)));
  return (await api.post<Plan>(`/api/buildings/${building.id}/plans`)).id;
}

async function failing(product: Product, api: Api): Promise<Pick<Story, 'failedRun' | 'retriedRun'>> {
  const building = await storeBuilding(api, smallOffice('Mill', 14));
  const body = { error: { code: 'UnableToCreate', message: 'The place could not be created.' } };
  const rule = {
    match: { ...CREATES, nth: 9, times: 3 },
    effect: { status: 400, body },
  };
  await setFaults(product, [rule]);
  const { run } = await syncOnce(api, building.id);
  await setFaults(product, []);
  const retried = await api.post<Run>(`/api/runs/${run}/retry`);
  await endOf(api, retried.id);
  return { failedRun: run, retriedRun: retried.id };
}

/** Starts a run that goes on for a while. @returns its id */
export async function startSlowRun(product: Product, name: string): Promise<string> {
  const api = await apiOf(product);
  const building = await storeBuilding(api, deskHall(name, 600));
  await setFaults(product, [{ match: CREATES, effect: { delayMs: 150 } }]);
  const plan = await api.post<Plan>(`/api/buildings/${building.id}/plans`);
  return (await api.post<Run>(`/api/plans/${plan.id}/runs`, {})).id;
}

/** Plays it all to its end. @param name a building that is there already */
export async function playStory(product: Product, name = SYNCED): Promise<Story> {
  const api = await apiOf(product);
  const synced = await syncBuilding(product, name);
  const guardedPlan = await guarded(api);
  const { id } = await buildingNamed(api, PREVIEWED);
  const pending = (await api.post<Plan>(`/api/buildings/${id}/plans`)).id;
  return { ...synced, pending, guardedPlan, ...(await failing(product, api)) };
}
