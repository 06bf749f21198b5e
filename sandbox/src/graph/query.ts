/** The query of a list: only the options its documentation names; everything else is refused. */
import { badRequest } from './exchange.ts';
import { parseFilter, type Filter } from './filter.ts';

export interface ListQuery {
  readonly select: readonly string[] | null;
  readonly filter: Filter | null;
  readonly count: boolean;
  readonly pageSize: number;
  readonly skip: number;
  /** Continue after this {@link StoredPlace.seq}. */
  readonly after: number;
  /** How many items earlier pages of this list have given. */
  readonly given: number;
}

/** What one list allows. */
export interface ListRules {
  readonly properties: ReadonlySet<string>;
  /** `$filter` and `$count`: only room, workspace and room list. */
  readonly filterable: boolean;
  readonly defaultPageSize: number;
}

const LARGEST_PAGE = 1000;

export function readSelect(
  query: URLSearchParams,
  properties: ReadonlySet<string>,
): readonly string[] | null {
  const raw = query.get('$select');
  if (raw === null) return null;
  const names = raw.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!properties.has(name)) throw badRequest(`Could not find a property named '${name}' in $select.`);
  }
  return names;
}

/** Refuses every query option that is not named. */
export function allowOnly(query: URLSearchParams, names: readonly string[]): void {
  for (const name of query.keys()) {
    if (!names.includes(name)) throw badRequest(`The query option '${name}' is not supported here.`);
    if (query.getAll(name).length > 1)
      throw badRequest(`The query option '${name}' is given more than once.`);
  }
}

function wholeNumber(query: URLSearchParams, name: string, least: number, most: number): number | null {
  const raw = query.get(name);
  if (raw === null) return null;
  const value = /^\d{1,9}$/.test(raw) ? Number(raw) : NaN;
  if (!(value >= least && value <= most))
    throw badRequest(`Invalid value '${raw}' for the query option '${name}'.`);
  return value;
}

export function readListQuery(query: URLSearchParams, rules: ListRules): ListQuery {
  const options = ['$select', '$top', '$skip', '$skiptoken'];
  allowOnly(query, rules.filterable ? [...options, '$filter', '$count'] : options);
  const filter = query.get('$filter');
  const count = query.get('$count');
  if (count !== null && count !== 'true' && count !== 'false')
    throw badRequest(`Invalid value '${count}' for '$count'.`);
  const place = readSkipToken(query.get('$skiptoken'));
  return {
    select: readSelect(query, rules.properties),
    filter: filter === null ? null : parseFilter(filter, rules.properties),
    count: count === 'true',
    pageSize: wholeNumber(query, '$top', 1, LARGEST_PAGE) ?? rules.defaultPageSize,
    skip: wholeNumber(query, '$skip', 0, 999_999_999) ?? 0,
    ...place,
  };
}

function readSkipToken(token: string | null): { after: number; given: number } {
  if (token === null) return { after: 0, given: 0 };
  const [after, given] = Buffer.from(token, 'base64url').toString('utf8').split('.').map(Number);
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(given))
    throw badRequest('The $skiptoken is not valid.');
  return { after: after as number, given: given as number };
}

/** The absolute address of the next page: same options, an opaque token instead of `$skip`. */
export function nextLink(
  origin: string,
  path: string,
  query: URLSearchParams,
  after: number,
  given: number,
): string {
  const next = new URLSearchParams(query);
  next.delete('$skip');
  next.set('$skiptoken', Buffer.from(`${after}.${given}`).toString('base64url'));
  return `${origin}/v1.0/${path}?${next.toString().replaceAll('%24', '$')}`;
}
