/** `import`: files from the disk, or one file from a web address that the server fetches. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FetchSource, ImportResult } from '../../contract/index.ts';
import { AppError } from '../../core/model/app-error.ts';
import type { ApiClient } from './api-client.ts';

export interface ImportOptions {
  readonly source: string;
  readonly dryRun?: boolean;
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** @throws AppError `input` `import-mixed` when an address comes with anything else */
export async function importInto(
  api: ApiClient,
  files: readonly string[],
  { source, dryRun = false }: ImportOptions,
): Promise<ImportResult> {
  const path = `/api/sources/${encodeURIComponent(source)}`;
  const address = files.find(isAddress);
  if (address === undefined) {
    const form = new FormData();
    for (const file of files) form.append('files', new Blob([await readFile(file)]), basename(file));
    return api.form<ImportResult>(`${path}/imports?dryRun=${dryRun}`, form);
  }
  if (files.length > 1)
    throw new AppError('input', 'import-mixed', 'An address is imported by itself, one at a time.');
  const body: FetchSource = { address, dryRun };
  return api.json<ImportResult>('POST', `${path}/fetches`, body);
}

export const importLines = ({ findings, buildings }: ImportResult): string[] => [
  ...findings.map(({ severity, message }) => `${severity} ${message}`),
  ...buildings.map(
    (b) => `${b.buildingId}  ${b.name}  (${b.floors} floors, ${b.rooms} rooms, ${b.desks} desks)`,
  ),
];
