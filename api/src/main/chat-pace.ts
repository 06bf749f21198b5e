/** How many commands one person may give in chat (C39); counted in the memory of each process. */
import { MemoryStore, type Options } from 'express-rate-limit';
import { Refusal, type BotApi } from '../../../bot/src/bot-api.ts';

const MINUTE_MS = 60_000;
const COMMANDS = { live: 10, sandbox: 100_000 } as const;

/** @throws Refusal `too-many-commands` until the minute is over */
export function chatPace(mode: keyof typeof COMMANDS): BotApi['pace'] {
  const given = new MemoryStore();
  given.init({ windowMs: MINUTE_MS } as Options);
  return async ({ userId }) => {
    const { totalHits } = await given.increment(userId);
    if (totalHits <= COMMANDS[mode]) return;
    throw new Refusal('too-many-commands', 'That were too many commands in one minute.', 'Wait a minute.');
  };
}
