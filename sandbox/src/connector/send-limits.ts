/** How much Teams takes from one bot in one conversation, threads and all (Microsoft's page on rate limits of bots). */
const WINDOWS: readonly { readonly ms: number; readonly most: number }[] = [
  { ms: 1_000, most: 7 },
  { ms: 30_000, most: 60 },
  { ms: 3_600_000, most: 1_800 },
];

export class SendLimits {
  readonly #now: () => Date;
  #taken = new Map<string, readonly number[]>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @returns 0 when it is taken, otherwise the milliseconds until the next one is */
  send(conversationId: string): number {
    const thread = conversationId.split(';')[0] ?? '';
    const nowMs = this.#now().getTime();
    const taken = (this.#taken.get(thread) ?? []).filter((at) => at > nowMs - 3_600_000);
    for (const { ms, most } of WINDOWS) {
      const inside = taken.filter((at) => at > nowMs - ms);
      if (inside.length >= most) return (inside[0] ?? nowMs) + ms - nowMs;
    }
    this.#taken.set(thread, [...taken, nowMs]);
    return 0;
  }

  reset(): void {
    this.#taken = new Map();
  }
}
