/** `validate-map`: checks a zip against what Microsoft Places accepts. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import pc from 'picocolors';
import { LIMITS } from '../../adapters/sources/files/limits.ts';
import { isZip, unpack } from '../../adapters/sources/files/zip/unpack.ts';
import { checkPackage } from '../../core/map/check-package.ts';
import { broken } from '../../core/map/package-rules.ts';
import { AppError } from '../../core/model/app-error.ts';
import type { Finding } from '../../core/model/finding.ts';
import { EXIT } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Larger packages may be refused (graph-places.md section 11), bytes. */
const LARGE = 3 * 1024 * 1024;

/** @returns exit code 0 when Microsoft Places would take it, 1 when not */
export async function validateMapFile(file: string, terminal: Terminal, json: boolean): Promise<number> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return terminal.fail(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const findings = checkZip(basename(file), bytes);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (json) terminal.json({ file, valid: errors === 0, findings });
  else terminal.lines(linesOf(file, findings, errors));
  return errors === 0 ? EXIT.done : EXIT.error;
}

/** Every fault of a package, from its bytes. */
export function checkZip(name: string, bytes: Uint8Array): Finding[] {
  if (!isZip(bytes)) return [broken('zip-unreadable', name)];
  try {
    const { files, findings } = unpack({ name, bytes }, LIMITS);
    const size = bytes.length > LARGE ? [broken('package-large', name)] : [];
    if (findings.some(({ severity }) => severity === 'error')) return [...findings];
    return [
      ...findings,
      ...size,
      ...checkPackage(new Map(files.map((file) => [file.name, textOf(file.bytes)]))),
    ];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ code: error.code, severity: 'error', message: error.message }];
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function linesOf(file: string, findings: readonly Finding[], errors: number): string[] {
  const lines = findings.map(({ severity, message, hint, path }) => {
    const paint = { error: pc.red, warning: pc.yellow, info: pc.gray }[severity];
    return `${paint(severity)} ${message}${hint === undefined ? '' : ` ${hint}`}${path === undefined ? '' : pc.gray(` [${path}]`)}`;
  });
  const verdict =
    errors === 0
      ? pc.green(`${file}: Microsoft Places takes this map.`)
      : pc.red(`${file}: ${errors} faults.`);
  return [...lines, verdict];
}
