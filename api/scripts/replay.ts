/**
 * `npm run replay -- activity.json`: sends a saved activity to the running bot through the simulated tenant, signed as the
 * Bot Connector signs. Answers, and what the bot posts meanwhile, are printed.
 *
 * Options: `--sandbox http://127.0.0.1:3979`, `--user admin|operator|viewer`, `--wait 2000` (milliseconds).
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
  readonly activity: Record<string, unknown>;
}

async function messages(): Promise<Message[]> {
  const response = await fetch(new URL('/_sandbox/messages', values.sandbox));
  return ((await response.json()) as { items: Message[] }).items;
}

const [file] = positionals;
if (file === undefined) {
  process.stderr.write('Name the file with the activity: npm run replay -- activity.json\n');
  process.exit(64);
}
const saved = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
// A new id, or the bot takes it for a repeat; addresses and people are those of the running tenant.
const kept = Object.entries(saved).filter(
  ([name]) =>
    !['id', 'serviceUrl', 'from', 'recipient', 'conversation', 'channelData', 'timestamp'].includes(name),
);
const version = ({ id, updatedAt }: Message): string => `${id} ${updatedAt ?? ''}`;
const before = new Set((await messages()).map(version));
const answer = await fetch(new URL('/_sandbox/activities', values.sandbox), {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ user: values.user, ...Object.fromEntries(kept) }),
});
process.stdout.write(`${answer.status} ${await answer.text()}\n`);
await setTimeout(Number(values.wait));
for (const message of (await messages()).filter((each) => !before.has(version(each))))
  process.stdout.write(`${JSON.stringify(message.activity, null, 2)}\n`);
process.exitCode = answer.ok ? 0 : 1;
