/**
 * A ready-made, empty, migrated data folder. Creating one in WASM takes seconds, copying one a third of a second,
 * so tests (and a first start on a machine that has run them) begin with a copy. Never required.
 */
import { createHash } from 'node:crypto';
import { existsSync, openAsBlob } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname;
const cacheFolder = path.join(here, '../../../../node_modules/.cache/places-sync');

/** The template for exactly this code, or undefined when nobody has made it yet. */
export async function readTemplate(): Promise<Blob | undefined> {
  const file = await templateFile();
  return existsSync(file) ? openAsBlob(file) : undefined;
}

/** Keeps a dump for the next one, and drops older ones. Whole or not at all: another process may be reading it too. */
export async function keepTemplate(dump: Blob): Promise<void> {
  const file = await templateFile();
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()));
  await rename(unfinished, file);
  const others = (await readdir(cacheFolder)).filter((name) => name.endsWith('.tar'));
  for (const name of others)
    if (name !== path.basename(file)) await rm(path.join(cacheFolder, name), { force: true });
}

/** Where test processes meet, so that only one of them makes the template. */
export const templateFolder = cacheFolder;

/** Named after everything that decides its content: the migrations' text and the versions that wrote it. */
async function templateFile(): Promise<string> {
  const hash = createHash('sha256');
  const folder = path.join(here, 'migrations');
  for (const name of (await readdir(folder)).toSorted()) hash.update(await readFile(path.join(folder, name)));
  hash.update(await readFile(path.join(here, 'protect-rows.ts')));
  for (const name of ['@electric-sql/pglite', 'pg-boss']) hash.update(await versionOf(name));
  return path.join(cacheFolder, `database-${hash.digest('hex').slice(0, 16)}.tar`);
}

/** Both packages keep their entry file one folder below their package.json. */
async function versionOf(name: string): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve(name));
  const text = await readFile(path.join(path.dirname(entry), '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
