/**
 * `npm run replay -- bot/samples/status.activity.json`: sends a saved activity to the running bot through the simulated
 * tenant, signed as the Bot Connector signs. Prints the bot's answer, and what it posts or changes meanwhile.
 *
 * Options: `--sandbox http://127.0.0.1:3979`, `--user admin|operator|viewer`, `--wait 2000` (milliseconds).
 * Ends with 0 when the bot took it, 1 when not, 64 without a file.
 */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sandbox: { type: 'string', default: 'http://127.0.0.1:3979' },
    user: { type: 'string', default: 'admin' },
    wait: { type: 'string', default: '2000' },
  },
});

interface Message {
  readonly id: string;
  readonly updatedAt: string | null;
  readonly activity: Record<string, unknown> & { readonly from?: { readonly role?: string } };
}

/** A new id, or the bot takes it for a repeat; addresses and people are those of the running tenant. */
const OF_THAT_DAY = new Set([
  'id',
  'serviceUrl',
  'from',
  'recipient',
  'conversation',
  'channelData',
  'timestamp',
]);
const version = ({ id, updatedAt }: Message): string => `${id} ${updatedAt ?? ''}`;

/** What the bot has said so far. */
async function said(): Promise<Message[]> {
  const response = await fetch(new URL('/_sandbox/messages', values.sandbox));
  const { items } = (await response.json()) as { items: Message[] };
  return items.filter(({ activity }) => activity.from?.role !== 'user');
}

async function replay(file: string): Promise<boolean> {
  const saved = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const kept = Object.entries(saved).filter(([name]) => !OF_THAT_DAY.has(name));
  const before = new Set((await said()).map(version));
  const answer = await fetch(new URL('/_sandbox/activities', values.sandbox), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: values.user, ...Object.fromEntries(kept) }),
  });
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  await setTimeout(Number(values.wait));
  for (const message of (await said()).filter((each) => !before.has(version(each))))
    process.stdout.write(`${JSON.stringify(message.activity, null, 2)}\n`);
  return answer.ok;
}

const [file] = positionals;
if (file === undefined) {
  process.stderr.write(
    'Name the file with the activity: npm run replay -- bot/samples/status.activity.json\n',
  );
  process.exitCode = 64;
} else {
  try {
    process.exitCode = (await replay(file)) ? 0 : 1;
  } catch (error) {
    // A file that is not there, or no tenant that listens: said without a stack.
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    process.stderr.write(`${why}\nIs the product running in sandbox mode (npm start)?\n`);
    process.exitCode = 1;
  }
}
