/** How much the bot may say in one conversation before Teams refuses it (reliability-security.md F60). */

/** Time, so that tests can own it; the product's clock has this shape. */
export interface BotClock {
  now(): Date;
  wait(ms: number): Promise<void>;
}

/** Teams' own numbers, for one bot in one conversation; a channel counts as one with all its threads. */
export const SEND_LIMITS: readonly { readonly ms: number; readonly most: number }[] = [
  { ms: 1_000, most: 7 },
  { ms: 30_000, most: 60 },
  { ms: 3_600_000, most: 1_800 },
];

/** What may wait or be left out leaves half of the room to what may not. */
export type Urgency = 'needed' | 'droppable';

const LONGEST_MS = Math.max(...SEND_LIMITS.map(({ ms }) => ms));
const roomOf = (conversationId: string): string => conversationId.split(';')[0] ?? conversationId;

export class SendGate {
  readonly #clock: Pick<BotClock, 'now'>;
  /** Times of what was sent within the last hour, oldest first. */
  readonly #sent = new Map<string, number[]>();
  readonly #heldUntil = new Map<string, number>();

  constructor(clock: Pick<BotClock, 'now'>) {
    this.#clock = clock;
  }

  /** Counts a message when there is room. @returns 0, or the milliseconds until there may be room; nothing is counted then */
  pass(conversationId: string, urgency: Urgency = 'needed'): number {
    const room = roomOf(conversationId);
    const nowMs = this.#clock.now().getTime();
    const sent = (this.#sent.get(room) ?? []).filter((at) => at > nowMs - LONGEST_MS);
    const share = urgency === 'needed' ? 1 : 2;
    const waits = SEND_LIMITS.map(({ ms, most }) => {
      const allowed = Math.floor(most / share);
      // With the newest `allowed` all inside the window, the oldest of them has to leave it first.
      const oldest = sent.at(-allowed);
      return oldest === undefined ? 0 : oldest + ms - nowMs;
    });
    const waitMs = Math.max(0, (this.#heldUntil.get(room) ?? 0) - nowMs, ...waits);
    if (waitMs === 0) sent.push(nowMs);
    if (sent.length === 0) this.#sent.delete(room);
    else this.#sent.set(room, sent);
    return waitMs;
  }

  /** Teams said itself how long to be quiet. */
  hold(conversationId: string, ms: number): void {
    const room = roomOf(conversationId);
    const until = this.#clock.now().getTime() + ms;
    this.#heldUntil.set(room, Math.max(until, this.#heldUntil.get(room) ?? 0));
  }
}
