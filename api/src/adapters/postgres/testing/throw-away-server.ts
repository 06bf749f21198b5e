/** A PostgreSQL server for the length of one test file, from the machine's own package. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import pg from 'pg';

export interface ThrowAwayServer {
  /** Makes an empty database and says how to reach it. */
  newDatabase(): Promise<string>;
  /** Stops it, breaking every connection, and runs `whileDown` before it starts again. */
  restart(whileDown: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Why there can be no server on this machine, or undefined when there can. */
export function whyNoServer(): string | undefined {
  if (binaries() === undefined) return 'no PostgreSQL server is installed (/usr/lib/postgresql)';
  if (process.getuid?.() === 0 && ordinaryUser() === undefined) return 'PostgreSQL refuses to run as root';
  return undefined;
}

/** Starts a server that listens on a socket in its own folder only. */
export async function startThrowAwayServer(): Promise<ThrowAwayServer> {
  const bin = binaries() ?? '';
  const user = process.getuid?.() === 0 ? ordinaryUser() : undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'places-sync-pg-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const as = { ...user, cwd: folder, env: { LC_ALL: 'C' } };
  execFileSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { ...as, stdio: 'ignore' },
  );
  const begin = async () => {
    const options = ['-D', data, '-k', folder, '-F', '-c', 'listen_addresses='];
    const child = spawn(path.join(bin, 'postgres'), options, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(child);
    return child;
  };
  const end = async () => {
    const gone = once(server, 'exit');
    server.kill('SIGINT');
    await gone;
  };
  let server = await begin();
  const urlOf = (name: string) => `postgres://postgres@localhost/${name}?host=${folder}`;
  return {
    newDatabase: async () => {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return urlOf(name);
    },
    restart: async (whileDown) => {
      await end();
      await whileDown();
      server = await begin();
    },
    stop: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The newest version on the machine. */
function binaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).toSorted((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => path.join(root, version, 'bin'))
    .find((bin) => existsSync(path.join(bin, 'initdb')) && existsSync(path.join(bin, 'postgres')));
}

function ordinaryUser(): User | undefined {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
}

/** Goes on reading afterwards: a full pipe would stop the server. */
function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-2000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`The PostgreSQL server ended before it was ready: ${said}`)));
  });
}
