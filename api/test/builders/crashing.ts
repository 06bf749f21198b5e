/** A process that dies at its n-th call of a port: before the call, after it, or half-way through a batch. */
import type { Deps } from '../../src/engine/deps.ts';
import type { PlaceWrite } from '../../src/ports/place-directory.ts';

export type When = 'before' | 'after' | 'halfWay';

/** Thrown by every call of a process that is dead. */
export class Crashed extends Error {}

/** The ports of one process. It lives until its call number `at`; a dead process reaches nothing any more. */
export class Process {
  readonly deps: Deps;
  calls = 0;
  dead = false;
  /** What it was doing when it died, for the message of a failed test. */
  lastCall = '';
  readonly #at: number;
  readonly #when: When;

  constructor(deps: Deps, at = Infinity, when: When = 'before') {
    this.#at = at;
    this.#when = when;
    const { stores } = deps;
    this.deps = {
      ...deps,
      stores: {
        ...stores,
        buildings: this.#wrap('buildings', stores.buildings),
        known: this.#wrap('known', stores.known),
        plans: this.#wrap('plans', stores.plans),
        runs: this.#wrap('runs', stores.runs),
        reports: this.#wrap('reports', stores.reports),
      },
      directory: (tenant) => this.#wrap('directory', deps.directory(tenant)),
      tokens: this.#wrap('tokens', deps.tokens),
      queue: this.#wrap('queue', deps.queue),
      notifier: this.#wrap('notifier', deps.notifier),
      clock: {
        now: () => deps.clock.now(),
        wait: (ms, signal) => this.#call('clock.wait', () => deps.clock.wait(ms, signal)),
      },
    };
  }

  #wrap<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== 'function') return member;
        const call = member as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) =>
          this.#call(`${name}.${String(property)}`, (part) =>
            call.apply(target, part ? firstHalf(args) : args),
          );
      },
    });
  }

  async #call<T>(name: string, call: (part: boolean) => Promise<T>): Promise<T> {
    if (this.dead) throw new Crashed(name);
    this.calls += 1;
    if (this.calls !== this.#at) return this.#alive(call(false));
    this.lastCall = name;
    const isBatch = name === 'directory.write';
    if (this.#when === 'before' || (this.#when === 'halfWay' && !isBatch)) {
      this.dead = true;
      throw new Crashed(name);
    }
    await call(this.#when === 'halfWay');
    this.dead = true;
    throw new Crashed(name);
  }

  /** An answer that comes back to a dead process reaches nobody. */
  async #alive<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    if (this.dead) throw new Crashed('answer');
    return value;
  }
}

function firstHalf(args: readonly unknown[]): unknown[] {
  const [writes, ...rest] = args as [readonly PlaceWrite[], ...unknown[]];
  return [writes.slice(0, Math.floor(writes.length / 2)), ...rest];
}
