/**
 * `npm run package [-- env/.env.dev]`: the app package for Teams, its variables filled in from an environment file,
 * validated against Microsoft's manifest schema and the icon sizes before it is written.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import { zipSync } from 'fflate';

const FOLDER = 'appPackage';
const ICONS = { 'color.png': 192, 'outline.png': 32 } as const;
/** A fixed date makes the same package the same bytes. */
const ZIP_DATE = new Date('2026-01-01T00:00:00Z');

/** Fills `${{NAME}}`; names every variable that has no value. */
export function fillVariables(text: string, values: Record<string, string | undefined>): string {
  const missing = new Set<string>();
  const filled = text.replace(/\$\{\{(\w+)\}\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') missing.add(name);
    return value ?? '';
  });
  if (missing.size > 0) throw new Error(`These variables have no value: ${[...missing].join(', ')}`);
  return filled;
}

/** Width and height from the header of a PNG. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** The zip, or an error that names everything that is wrong. */
export async function packageApp(values: Record<string, string | undefined>): Promise<Uint8Array> {
  const manifest = fillVariables(await readFile(`${FOLDER}/manifest.json`, 'utf8'), values);
  const problems = await AppManifestUtils.validateAgainstSchema(JSON.parse(manifest) as TeamsManifest);
  const icons = await Promise.all(
    Object.entries(ICONS).map(async ([name, size]) => {
      const bytes = new Uint8Array(await readFile(`${FOLDER}/${name}`));
      const { width, height } = pngSize(bytes);
      if (width !== size || height !== size)
        problems.push(`${name} is ${width} x ${height}, not ${size} x ${size}`);
      return [name, bytes] as const;
    }),
  );
  if (problems.length > 0) throw new Error(`The app package is not valid:\n${problems.join('\n')}`);
  const files = { 'manifest.json': new TextEncoder().encode(manifest), ...Object.fromEntries(icons) };
  return zipSync(files, { mtime: ZIP_DATE });
}

if (process.argv[1]?.endsWith('package-app.ts')) {
  const environmentFile = process.argv[2] ?? 'env/.env.dev';
  const values = { ...parseEnv(await readFile(environmentFile, 'utf8')), ...process.env };
  try {
    const zip = await packageApp(values);
    const out = `${FOLDER}/build/places-sync.zip`;
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, zip);
    process.stdout.write(`${out}: ${zip.length} bytes\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
