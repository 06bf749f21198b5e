/** First start in sandbox mode: the sample company is there and an administrator is connected, by the ordinary verbs. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import type { Deps } from '../engine/deps.ts';
import { importFiles } from '../engine/import-source.ts';

const SAMPLES = fileURLToPath(new URL('../../../sandbox/samples/', import.meta.url));

export async function prepareSandbox(deps: Deps, settings: Settings, sandboxUrl: string): Promise<void> {
  const tenant = settings.tenantId as TenantId;
  const known = await deps.stores.buildings.list(tenant, { limit: 1 });
  if (known.items.length > 0) return;
  await deps.tokens.connect(tenant, await adminToken(sandboxUrl));
  const names = await readdir(SAMPLES);
  const documents = names.filter((name) => name.endsWith('.workplace.json'));
  const lists = names.filter((name) => name.endsWith('.csv'));
  for (const upload of [...documents.map((name) => [name]), lists].filter((files) => files.length > 0)) {
    const files = await Promise.all(
      upload.map(async (name) => ({ name, bytes: await readFile(`${SAMPLES}${name}`) })),
    );
    await importFiles(deps, { tenant, source: 'files', files, dryRun: false });
  }
}

/** Teams tells the bot that the app was added to a team; doing it again changes nothing. */
export async function installInSandbox(sandboxUrl: string): Promise<void> {
  await fetch(new URL('/_sandbox/install', sandboxUrl), { method: 'POST' });
}

/** A tab token as Teams would give it to the administrator. */
async function adminToken(sandboxUrl: string): Promise<string> {
  const response = await fetch(new URL('/_sandbox/token', sandboxUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: 'admin' }),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}
