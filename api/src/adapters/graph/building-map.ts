/** The map calls of Microsoft Places on Graph v1.0: the port `BuildingMaps` (graph-places.md sections 2 and 11). */
import { z } from 'zod';
import type { MapFeature } from '../../core/map/map-feature.ts';
import { callFailed, type MapCall } from '../../core/map/map-words.ts';
import {
  MapRefused,
  MapWaits,
  type BuildingMaps,
  type CopiedFeature,
  type FeatureAddress,
  type LiveFeature,
} from '../../ports/building-map.ts';
import type { ServiceError } from '../../ports/place-directory.ts';
import { SignInNeeded } from '../../ports/token-source.ts';
import { type Answer, CallFailed, outcomeOf } from './call.ts';
import { createGraphClient, type GraphClient, type GraphOptions } from './client.ts';
import { graphPage } from './schema.ts';
import { serviceErrorOf } from './service-error.ts';
import { pause } from './tenant-gate.ts';
import { nextTry, NO_TRIES, troubleOf } from './try-again.ts';

const feature = z.object({
  id: z.string().min(1),
  placeId: z.string().nullish(),
  /** The whole feature as text (graph-places.md section 11). */
  properties: z.string().nullish(),
});
type GraphFeature = z.infer<typeof feature>;

/**
 * Maps of one tenant.
 * @param client the one of the tenant's directory: while Microsoft throttles one of them, neither sends
 */
export function createBuildingMaps(
  options: GraphOptions,
  client: GraphClient = createGraphClient(options),
): BuildingMaps {
  const at = (buildingId: string) => `/places/${encodeURIComponent(buildingId)}/microsoft.graph.building`;
  const level = (buildingId: string, levelId: string) =>
    `${at(buildingId)}/map/levels/${encodeURIComponent(levelId)}`;
  const single = (buildingId: string, { levelId, layer, id }: FeatureAddress) =>
    `${level(buildingId, levelId)}/${layer}s/${encodeURIComponent(id)}`;
  return {
    ingest: async (buildingId, zip, { dryRun }) => {
      const body = { file: Buffer.from(zip).toString('base64'), importSetting: { isDryRun: dryRun } };
      await call(client, dryRun ? 'check' : 'upload', {
        method: 'POST',
        path: `${at(buildingId)}/ingestMapFile`,
        body,
        once: !dryRun,
      });
    },
    remove: async (buildingId) => {
      const request = { method: 'DELETE' as const, path: `${at(buildingId)}/map` };
      return (await call(client, 'delete', request, [404])).status !== 404;
    },
    readLevels: async (buildingId) =>
      (await readAll(client, `${at(buildingId)}/map/levels`))?.map(liveFeature) ?? null,
    readFeatures: async (buildingId, levelId, layer) => {
      const path = `${level(buildingId, levelId)}/${layer}s`;
      return ((await readAll(client, path)) ?? []).map(liveFeature);
    },
    copy: (buildingId) => copyMap(client, `${at(buildingId)}/map`),
    link: async (buildingId, levelId, layer, id, placeId) => {
      const path = single(buildingId, { levelId, layer, id });
      const body = { '@odata.type': `#microsoft.graph.${layer}Map`, placeId };
      await call(client, 'link', { method: 'PATCH', path, body });
    },
    put: async (buildingId, at, feature, placeId) => {
      const body = {
        '@odata.type': `#microsoft.graph.${at.layer}Map`,
        ...(placeId !== undefined && { placeId }),
        properties: asText(feature),
      };
      const path = single(buildingId, at);
      await call(client, 'change', { method: 'PATCH', path, body });
    },
    drop: async (buildingId, at) => {
      const path = single(buildingId, at);
      await call(client, 'remove', { method: 'DELETE', path }, [404]);
    },
  };
}

/** One feature as Microsoft takes it: the whole of it as text; what it stands for is said beside it. */
function asText({ properties, ...feature }: MapFeature): string {
  const { directory_id: _, ...rest } = properties;
  return JSON.stringify({ ...feature, properties: rest });
}

const liveFeature = ({ id, placeId }: GraphFeature): LiveFeature => ({
  id: id.toLowerCase(),
  placeId: placeId?.toLowerCase() ?? null,
});

async function copyMap(client: GraphClient, path: string): Promise<CopiedFeature[] | null> {
  const top = await call(client, 'read', { method: 'GET', path }, [404]);
  const levels = top.status === 404 ? null : await readAll(client, `${path}/levels`);
  if (levels === null) return null;
  const all = [feature.parse(top.body), ...levels];
  all.push(...((await readAll(client, `${path}/footprints`)) ?? []));
  for (const { id } of levels) {
    for (const layer of ['units', 'sections', 'fixtures']) {
      const list = `${path}/levels/${encodeURIComponent(id)}/${layer}`;
      all.push(...((await readAll(client, list)) ?? []));
    }
  }
  return all.map(copied);
}

const wholeFeature = z.looseObject({
  feature_type: z.string(),
  properties: z.record(z.string(), z.unknown()),
});

/** Microsoft renames `category` and keeps the link beside the feature; both go back to where a package has them. */
function copied({ placeId, properties: text }: GraphFeature): CopiedFeature {
  const whole = wholeFeature.parse(JSON.parse(text ?? '{}'));
  const { places_category: category, directory_id: link, ...rest } = whole.properties;
  const place = placeId ?? link;
  const properties = {
    ...(category !== undefined && { category }),
    ...rest,
    ...(place != null && { directory_id: place }),
  };
  return { ...whole, properties };
}

/** Every page of a list; null when there is no map. */
async function readAll(client: GraphClient, path: string): Promise<GraphFeature[] | null> {
  const found: GraphFeature[] = [];
  let answer = await call(client, 'read', { method: 'GET', path }, [404]);
  for (;;) {
    if (answer.status === 404) return null;
    const page = graphPage.extend({ value: z.array(feature) }).safeParse(answer.body);
    if (!page.success) throw refused('read', serviceErrorOf(answer), true);
    found.push(...page.data.value);
    const next = page.data['@odata.nextLink'];
    if (!next) return found;
    answer = await sent('read', client.follow(next));
    if (answer.status !== 200) throw refused('read', serviceErrorOf(answer), true);
  }
}

interface MapRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Record<string, unknown>;
  /** What may have been carried out must not be sent again blindly. */
  readonly once?: boolean;
}

async function call(
  client: GraphClient,
  what: MapCall,
  request: MapRequest,
  fine: readonly number[] = [],
): Promise<Answer> {
  const answer = await sent(what, untilSettled(client, request));
  const { status } = answer;
  if ((status >= 200 && status < 300) || fine.includes(status)) return answer;
  if (status === 429) throw waits(what, serviceErrorOf(answer), ASK_AGAIN_MS);
  throw refused(what, serviceErrorOf(answer), status < 500 && status !== 408);
}

/**
 * Waits out throttling and renews the token. What can be repeated is repeated after other trouble too; an upload that
 * may have been carried out is not, but whoever looks for it then looks no earlier than Microsoft asked.
 */
async function untilSettled(client: GraphClient, request: MapRequest): Promise<Answer> {
  // Reads are repeated inside of the client already.
  if (request.method === 'GET') return client.send(request);
  const { patience } = client;
  for (let tries = NO_TRIES; ;) {
    const outcome = await outcomeOf(client.send(request));
    const trouble = troubleOf(outcome, patience.clock.now());
    const again = trouble && nextTry(tries, trouble, patience);
    const stands = again === null || (trouble?.kind === 'broken' && mayBeDone(request, outcome));
    if (again !== null && stands) await pause(patience.clock, again.waitMs, undefined);
    if (trouble === null || stands) {
      if (outcome instanceof CallFailed) throw outcome;
      return outcome;
    }
    if (trouble.kind === 'unauthorised') await client.tokens.renew(trouble.answer);
    if (again.waitMs > 0) await pause(patience.clock, again.waitMs, undefined);
    tries = again.tries;
  }
}

const mayBeDone = ({ once }: MapRequest, outcome: Answer | CallFailed): boolean =>
  once === true && !(outcome instanceof CallFailed && outcome.how === 'notSent');

async function sent(what: MapCall, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.how === 'signIn' && error.cause instanceof SignInNeeded) throw error.cause;
    if (error.how === 'closed') throw waits(what, error.error, error.retryAfterMs);
    if (error.how === 'notSent' && error.repeatable) throw waits(what, error.error, ASK_AGAIN_MS);
    throw refused(what, error.error, error.how !== 'lost');
  }
}

/** Where nobody said how long to wait. */
const ASK_AGAIN_MS = 60_000;

const waits = (what: MapCall, error: ServiceError, retryAfterMs: number): MapWaits =>
  new MapWaits(callFailed(what, error), error, retryAfterMs);

const refused = (what: MapCall, error: ServiceError, sure: boolean): MapRefused =>
  new MapRefused(callFailed(what, error), error, sure);
