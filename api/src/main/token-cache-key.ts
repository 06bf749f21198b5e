/** The keys that seal stored tokens: from the settings, or in sandbox mode one made once into the data folder. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';

export async function tokenCacheKeys(settings: Settings): Promise<readonly Uint8Array[]> {
  if (settings.tokenCacheKeys.length > 0) return settings.tokenCacheKeys;
  const file = join(settings.dataDir, 'token-cache.key');
  await mkdir(settings.dataDir, { recursive: true });
  // 'wx' makes the first writer win; a second start reads what the first one wrote.
  await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return [new Uint8Array(Buffer.from(await readFile(file, 'utf8'), 'base64'))];
}
