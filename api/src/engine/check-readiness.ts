/** What a first sync needs, each checked live where Graph lets us, each with the exact next step (S07-S11). */
import type { TenantId } from '../core/model/place.ts';
import { ReadFailed } from '../ports/place-directory.ts';
import { checkClock } from './check-clock.ts';
import { checkCredential } from './check-credential.ts';
import { checkRole } from './check-role.ts';
import type { Deps } from './deps.ts';
import type { ReadinessItem } from './readiness-item.ts';
import { say, spoken } from '../core/model/sentence.ts';

/** @param fresh asks Microsoft for a new token first, for a role that was assigned a moment ago */
export async function checkReadiness(deps: Deps, tenant: TenantId, fresh = false): Promise<ReadinessItem[]> {
  const connection = await checkConnection(deps, tenant);
  const directory = connection.state === 'ok' ? await checkDirectory(deps, tenant) : notAsked();
  const { tokens, clock, credentialEnds } = deps;
  return [
    connection,
    await checkRole(tokens, tenant, fresh),
    directory,
    ...(deps.clockAheadMs === undefined ? [] : [checkClock(deps.clockAheadMs())]),
    ...(credentialEnds === undefined ? [] : [checkCredential(credentialEnds, clock.now())]),
    await checkSource(deps, tenant),
  ];
}

async function checkConnection(deps: Deps, tenant: TenantId): Promise<ReadinessItem> {
  const account = await deps.tokens.account(tenant);
  const check = { code: 'connection', title: 'Microsoft account connected' };
  return account
    ? { ...check, state: 'ok', ...spoken({ detail: say`Runs act as ${{ name: account.name }}.` }) }
    : {
        ...check,
        state: 'problem',
        detail: 'No Microsoft account is connected.',
        hint: 'An administrator who manages places (Exchange Administrator) connects an account and consents to Place.ReadWrite.All.',
      };
}

const SWITCH = { code: 'places', title: 'Microsoft Places answers' };

const notAsked = (): ReadinessItem => ({
  ...SWITCH,
  state: 'unknown',
  detail: 'Checked as soon as an account is connected.',
});

/** Graph cannot read the switch itself: an empty list may mean "off" or "none yet" (graph-places.md section 8). */
async function checkDirectory(deps: Deps, tenant: TenantId): Promise<ReadinessItem> {
  try {
    const buildings = await (deps.promptDirectory ?? deps.directory)(tenant).readBuildings();
    if (buildings.length > 0)
      return {
        ...SWITCH,
        state: 'ok',
        ...spoken({ detail: say`Buildings visible in the directory: ${{ count: buildings.length }}.` }),
      };
    return {
      ...SWITCH,
      state: 'unknown',
      detail: 'The directory shows no building: either there is none yet, or buildings are switched off.',
      hint: 'Switch buildings on once with the MicrosoftPlaces PowerShell module.',
      command: "Set-PlacesSettings -EnableBuildings 'Default:true'",
    };
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    // Nobody is to sign in again because Microsoft is slow.
    if (error.error.code === 'slow')
      return {
        ...SWITCH,
        state: 'unknown',
        detail: 'Microsoft is slow at the moment. Try again in a minute.',
      };
    return {
      ...SWITCH,
      state: 'problem',
      detail: error.message,
      hint: 'Sign in again, and check consent for Place.ReadWrite.All.',
    };
  }
}

async function checkSource(deps: Deps, tenant: TenantId): Promise<ReadinessItem> {
  const check = { code: 'building', title: 'A building with a published floor and a plan' };
  const { items } = await deps.stores.buildings.list(tenant, { limit: 1000 });
  for (const building of items) {
    const snapshot = await deps.stores.buildings.snapshot(tenant, building.id, undefined, 'empty');
    if (snapshot?.model.floors.some((floor) => floor.published && floor.outline !== undefined)) {
      return {
        ...check,
        state: 'ok',
        ...spoken({ detail: say`${{ name: building.name }} is ready to be planned.` }),
      };
    }
  }
  return {
    ...check,
    state: 'problem',
    detail:
      items.length === 0
        ? 'No building has been imported yet.'
        : 'No imported building has a published floor with a plan.',
    hint: 'Publish a floor in the workplace platform, or draw and save its map, and import the building again.',
  };
}
