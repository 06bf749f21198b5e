/** How this tenant behaves where a real one may be set up, or may behave, in more than one way. */

/** Changed with `POST /_sandbox/settings`; unknown names and wrong values are refused. */
export interface Settings {
  /** `Set-PlacesSettings -EnableBuildings`: while false, lists and descendants are empty (graph-places.md section 8). */
  enableBuildings: boolean;
  /**
   * PATCH of `displayName`. The v1.0 page says it cannot be updated; the beta page, the bulk example and
   * PowerShell rename (graph-places.md section 16, 1). `accept` is the default because the product reads back every rename and
   * the other two can be switched on to prove that it does: `refuse` answers 400, `ignore` answers 200 and changes nothing.
   */
  renames: 'accept' | 'refuse' | 'ignore';
  /** A write without the role: 403, or "success" without any effect (graph-places.md section 7, known defects). */
  missingRole: 'refuse' | 'pretend';
  /** A read without a directory role: as Microsoft's pages have it, 403, or lists in which nothing is (graph-places.md section 10). */
  readingWithoutRole: 'allow' | 'refuse' | 'empty';
  /** New places appear in lists and descendants only after this time; GET by id shows them at once. */
  listingLagMs: number;
  /** An uploaded map can be read only after this time. */
  mapLagMs: number;
  /** Added to every request and to every item of a batch, but not to the batch itself. */
  latencyMs: number;
  /** Items of one `$batch` worked on at the same time (graph-places.md section 14). */
  batchParallelism: number;
  /** Graph promises no order of the answers in a batch. */
  batchAnswerOrder: 'reversed' | 'asSent';
  /** Requests of one caller open at once before 429; null switches the limit off. */
  concurrency: number | null;
  /** Requests of one caller per second before 429, items of a batch counted one by one; null switches it off. */
  ratePerSecond: number | null;
  /** Whether `directory_id` of unit, section and fixture becomes their placeId (graph-places.md section 16, 13). */
  honourFeaturePlaceIds: boolean;
  /** `minimal` leaves `@odata.type` out where the address names the type, as Microsoft's samples do. */
  typeAnnotations: 'always' | 'minimal';
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  enableBuildings: true,
  renames: 'accept',
  missingRole: 'refuse',
  readingWithoutRole: 'allow',
  listingLagMs: 0,
  mapLagMs: 0,
  latencyMs: 0,
  batchParallelism: 4,
  batchAnswerOrder: 'reversed',
  concurrency: 4,
  ratePerSecond: null,
  honourFeaturePlaceIds: true,
  typeAnnotations: 'always',
};

const oneOf =
  (...words: string[]) =>
  (value: unknown) =>
    typeof value === 'string' && words.includes(value);
const flag = (value: unknown) => typeof value === 'boolean';
const whole = (least: number) => (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= least;
const orNull = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);

const CHECKS: Readonly<Record<keyof Settings, (value: unknown) => boolean>> = {
  enableBuildings: flag,
  renames: oneOf('accept', 'refuse', 'ignore'),
  missingRole: oneOf('refuse', 'pretend'),
  readingWithoutRole: oneOf('allow', 'refuse', 'empty'),
  listingLagMs: whole(0),
  mapLagMs: whole(0),
  latencyMs: whole(0),
  batchParallelism: whole(1),
  batchAnswerOrder: oneOf('reversed', 'asSent'),
  concurrency: orNull(whole(1)),
  ratePerSecond: orNull(whole(1)),
  honourFeaturePlaceIds: flag,
  typeAnnotations: oneOf('always', 'minimal'),
};

/** What is wrong with a change of settings; empty when nothing is. */
export function settingsProblems(change: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(change).flatMap(([name, value]) => {
    if (!Object.hasOwn(CHECKS, name)) return [`${name}: there is no such setting`];
    return CHECKS[name as keyof Settings](value) ? [] : [`${name}: ${JSON.stringify(value)} is not allowed`];
  });
}
