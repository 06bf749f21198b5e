import { AppError } from '../../../core/model/app-error.ts';
import type { Finding } from '../../../core/model/finding.ts';
import { toBuildings } from '../../../core/model/to-buildings.ts';
import type { SourceContent, SourceFile } from '../../../ports/source-reader.ts';
import type { Limits } from './limits.ts';
import { readPackage, type Package } from './recognise.ts';
import type { Reading } from './reading.ts';
import { isZip, unpack } from './zip/unpack.ts';
import { say, spoken } from '../../../core/model/sentence.ts';

/** Most findings of one code that are worth sending back one by one. */
const FINDINGS_PER_CODE = 1000;

/**
 * Reads everything that was uploaded together. Archives stand for themselves, other files belong together.
 * @throws AppError `tooLarge` over the limits
 */
export function readUploads(files: readonly SourceFile[], limits: Limits): SourceContent {
  for (const { name, bytes } of files) checkSize(name, bytes.length, limits);
  const readings: Reading[] = [];
  const loose = files.filter(({ bytes }) => !isZip(bytes));
  if (loose.length > 0 || files.length === 0) {
    readings.push(readPackage({ name: namesOf(loose), files: loose }, limits));
  }
  for (const archive of files.filter(({ bytes }) => isZip(bytes))) {
    const { files: inside, findings } = unpack(archive, limits);
    const failed = findings.some(({ severity }) => severity === 'error');
    readings.push({ drafts: [], findings });
    if (!failed) readings.push(readPackage(checkedPackage(archive.name, inside, limits), limits));
  }
  return judged(readings);
}

const namesOf = (files: readonly SourceFile[]): string =>
  files.map(({ name }) => name).join(', ') || 'The upload';

/** IMDF files may be as large as the whole archive; a document may not. */
function checkedPackage(name: string, files: readonly SourceFile[], limits: Limits): Package {
  for (const file of files) {
    if (!/\.geojson$/i.test(file.name)) checkSize(file.name, file.bytes.length, limits);
  }
  return { name, files };
}

function checkSize(name: string, size: number, limits: Limits): void {
  if (size <= limits.document) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
  const message = say`${{ name }} has ${{ size: megabytes(size) }} MB; at most ${{ most: megabytes(limits.document) }} MB can be read`;
  throw new AppError('tooLarge', 'document-too-large', message);
}

/** Applies the rules of the model to what was read. */
export function judged(readings: readonly Reading[]): SourceContent {
  const { buildings, findings } = toBuildings(readings.flatMap(({ drafts }) => drafts));
  return {
    buildings,
    findings: shortened([...readings.flatMap((reading) => reading.findings), ...findings]),
  };
}

/** Keeps every kind of finding, but no more than a person or a browser can take of each. */
function shortened(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  const kept = findings.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= FINDINGS_PER_CODE;
  });
  for (const [code, count] of counts) {
    if (count <= FINDINGS_PER_CODE) continue;
    const message = say`${{ count: count - FINDINGS_PER_CODE }} more findings of the kind ${{ code }} are not listed`;
    const severity = findings.find((finding) => finding.code === code)?.severity ?? 'info';
    kept.push({ code, severity, ...spoken({ message }) });
  }
  return kept;
}
