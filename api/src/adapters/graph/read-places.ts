/** Reads of places: every list to its last page, or not at all (graph-places.md section 2). */
import type { LivePlace, PlaceType } from '../../core/model/place.ts';
import { ReadFailed, type ServiceError } from '../../ports/place-directory.ts';
import { type Answer, CallFailed } from './call.ts';
import type { GraphClient } from './client.ts';
import { livePlaceOf } from './convert.ts';
import { graphPage } from './schema.ts';
import { serviceErrorOf } from './service-error.ts';

/** The largest page Graph gives; rooms and workspaces would come in pages of 100. */
export const PAGE_SIZE = 1000;
/** One call for descendants never gives more, however many there are. */
const DESCENDANTS_CAP = 2500;

/** What a path takes for one place, or null for text that can be no id: dots would change the path. */
export function pathOf(id: string): string | null {
  return /^\.{0,2}$/.test(id) ? null : `/places/${encodeURIComponent(id)}`;
}

/** Every place of a type in the tenant, or null when it takes more than `maxPages` requests. @throws ReadFailed */
export function listPlaces(client: GraphClient, type: PlaceType): Promise<LivePlace[]>;
export function listPlaces(
  client: GraphClient,
  type: PlaceType,
  maxPages: number,
): Promise<LivePlace[] | null>;
export async function listPlaces(client: GraphClient, type: PlaceType, maxPages = Infinity) {
  const list = await readList(client, {
    what: `every ${type}`,
    path: `/places/microsoft.graph.${type}`,
    type,
    maxPages,
  });
  return list.complete ? list.places : null;
}

/**
 * Direct and indirect children of one type. `capped`: Graph may have left some out, so the answer says nothing
 * about what is missing. @throws ReadFailed
 */
export async function readDescendantsOnce(client: GraphClient, parentId: string, type: PlaceType) {
  const what = `every ${type} below ${parentId}`;
  const path = pathOf(parentId);
  if (path === null) throw new ReadFailed(what, local('invalidId', `"${parentId}" is not an id.`));
  const list = await readList(client, {
    what,
    path: `${path}/descendants/microsoft.graph.${type}`,
    type,
    maxPages: Infinity,
  });
  return { places: list.places, capped: list.received >= DESCENDANTS_CAP };
}

/** One place, or null when there is none. @throws ReadFailed */
export async function readPlace(client: GraphClient, id: string): Promise<LivePlace | null> {
  const what = `place ${id}`;
  const path = pathOf(id);
  if (path === null) return null;
  const answer = await get(what, client.send({ method: 'GET', path }));
  if (answer.status === 404) return null;
  ensureOk(what, answer);
  return placeOf(what, answer, answer.body);
}

interface List {
  readonly what: string;
  readonly path: string;
  readonly type: PlaceType;
  readonly maxPages: number;
}

interface Read {
  readonly places: LivePlace[];
  /** With those that came twice. */
  readonly received: number;
  /** false: stopped at `maxPages`. */
  readonly complete: boolean;
}

async function readList(client: GraphClient, list: List, top = PAGE_SIZE): Promise<Read> {
  const { what, path, type, maxPages } = list;
  const places = new Map<string, LivePlace>();
  const followed = new Set<string>();
  let received = 0;
  let answer = await get(what, client.send({ method: 'GET', path, ...(top && { top }) }));
  for (let pages = 1; ; pages += 1) {
    const { value, nextLink } = pageOf(what, answer);
    received += value.length;
    for (const json of value) {
      const place = placeOf(what, answer, json, type);
      if (!places.has(place.id)) places.set(place.id, place);
    }
    // Exactly as many as asked for and no more pages: perhaps $top was taken for a limit, so ask without it.
    if (pages === 1 && !nextLink && value.length === top) return readList(client, list, 0);
    const complete = !nextLink;
    if (complete || pages >= maxPages) return { places: [...places.values()], received, complete };
    if (followed.has(nextLink)) throw unexpected(what, answer, 'a next link that leads back');
    followed.add(nextLink);
    answer = await get(what, client.follow(nextLink));
  }
}

function pageOf(what: string, answer: Answer) {
  ensureOk(what, answer);
  const page = graphPage.safeParse(answer.body);
  if (!page.success) throw unexpected(what, answer, 'a page without "value"');
  return { value: page.data.value, nextLink: page.data['@odata.nextLink'] };
}

/** The answer, with every failure as a ReadFailed that keeps its cause. */
async function get(what: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    const failed = new ReadFailed(what, error.error);
    failed.cause = error.cause ?? error;
    throw failed;
  }
}

function ensureOk(what: string, answer: Answer): void {
  if (answer.status !== 200) throw new ReadFailed(what, serviceErrorOf(answer));
}

function placeOf(what: string, answer: Answer, json: unknown, type?: PlaceType): LivePlace {
  const place = livePlaceOf(json, type);
  if ('problem' in place) throw unexpected(what, answer, place.problem);
  return place;
}

function unexpected(what: string, answer: Answer, problem: string): ReadFailed {
  const { requestId, clientRequestId } = serviceErrorOf(answer);
  const message = `The answer cannot be used: ${problem}.`;
  const error = { status: answer.status, code: 'unexpectedAnswer', message, requestId, clientRequestId };
  return new ReadFailed(what, error);
}

const local = (code: string, message: string): ServiceError => ({
  status: null,
  code,
  message,
  requestId: null,
  clientRequestId: null,
});
