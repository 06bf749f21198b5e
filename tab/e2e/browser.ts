/** A Chromium for tests: what CHROMIUM_PATH names, else one that is installed, else the one from npm. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Ours, not those of @sparticuz/chromium, which switch web security off (teams-platform.md section 10). */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function installedBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
}

const LIBRARY_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib', '/lib/x86_64-linux-gnu'];

/**
 * The package unpacks a Chromium for Linux x64 into the folder for temporary files. Where the system has no NSS
 * library, the package brings its own, which it only unpacks when it thinks to be in its home environment.
 */
async function packagedBrowser(): Promise<string> {
  if (!LIBRARY_FOLDERS.some((folder) => existsSync(join(folder, 'libnss3.so')))) {
    process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  }
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** Starts the browser. On a machine where none of the three ways works, set CHROMIUM_PATH to a Chrome or Chromium. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? installedBrowser() ?? (await packagedBrowser());
  return chromium.launch({ executablePath, args: FLAGS });
}
