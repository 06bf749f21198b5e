/** What goes wrong on purpose: rules that match requests and bend their answers (reliability-security.md section 2.1). */

export interface FaultMatch {
  /** Upper or lower case; missing = every method. */
  readonly method?: string;
  /** `/.../` is a regular expression, anything else a part of the path with its query; missing = every path. */
  readonly path?: string;
  /** From which matching request on, counted from 1; missing = 1. */
  readonly nth?: number;
  /** How many requests it hits; missing = 1 when `nth` is given, else without end. */
  readonly times?: number;
}

/** All of these may be combined. Without `status` the request is carried out and only its answer is bent. */
export interface FaultEffect {
  /** Answer with this status instead of carrying the request out. */
  readonly status?: number;
  /** With `status`: carry the request out all the same, the caller only never learns it. */
  readonly applied?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the real body: text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Laid over the real JSON body, member by member. */
  readonly merge?: Readonly<Record<string, unknown>>;
  /** Wait before the request is carried out. */
  readonly delayMs?: number;
  /** Wait after it was carried out, before it is answered. */
  readonly holdMs?: number;
  /** Cut the connection before or after the request was carried out; an item of a batch is missing from the answers. */
  readonly reset?: 'before' | 'after';
  /** Send only half of the body and cut the connection; an item of a batch loses its body. */
  readonly truncate?: boolean;
  /** Send the status without a body. */
  readonly empty?: boolean;
  /** What this request makes shows up in lists, descendants and map reads only after this time. */
  readonly lagMs?: number;
}

export interface FaultRule {
  readonly name?: string;
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
}

interface ArmedRule {
  readonly rule: FaultRule;
  readonly label: string;
  readonly matchesPath: (path: string) => boolean;
  seen: number;
}

/** Effects that hit one request, later rules over earlier ones. */
export interface Hit {
  readonly label: string;
  readonly effect: FaultEffect;
}

export class Faults {
  #armed: ArmedRule[] = [];

  /** Replaces all rules and starts their counts again. */
  arm(rules: readonly FaultRule[]): void {
    this.#armed = rules.map((rule, index) => ({
      rule,
      label: rule.name ?? `rule ${index + 1}`,
      matchesPath: pathMatcher(rule.match.path),
      seen: 0,
    }));
  }

  clear(): void {
    this.#armed = [];
  }

  list(): readonly { readonly rule: FaultRule; readonly seen: number }[] {
    return this.#armed.map(({ rule, seen }) => ({ rule, seen }));
  }

  /** Counts the request at every rule that matches it. @param path with version and query */
  hit(method: string, path: string): Hit | null {
    const hits = this.#armed.filter((armed) => {
      const { match } = armed.rule;
      if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
      if (!armed.matchesPath(path)) return false;
      armed.seen += 1;
      const first = match.nth ?? 1;
      const times = match.times ?? (match.nth === undefined ? Infinity : 1);
      return armed.seen >= first && armed.seen < first + times;
    });
    if (hits.length === 0) return null;
    return {
      label: hits.map(({ label }) => label).join(', '),
      effect: Object.assign({}, ...hits.map(({ rule }) => rule.effect)) as FaultEffect,
    };
  }
}

/** `/…/flags`; `/v1.0/places` is a path, as `places` are no flags. */
export const REGEX = /^\/(.+)\/([dgimsuvy]*)$/;

function pathMatcher(path: string | undefined): (path: string) => boolean {
  if (path === undefined) return () => true;
  const regex = REGEX.exec(path);
  if (regex === null) return (candidate) => candidate.includes(path);
  const pattern = new RegExp(regex[1] ?? '', regex[2]?.replaceAll('g', ''));
  return (candidate) => pattern.test(candidate);
}
