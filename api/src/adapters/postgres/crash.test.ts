import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import { SqlAuditLog } from './audit-log.ts';
import { openDatabase } from './open-database.ts';
import { createStores } from './stores.ts';
import { testSeals } from './testing/test-seals.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

const program = fileURLToPath(new URL('./testing/settle-loop.ts', import.meta.url));
const [tenant, building] = ['tenant' as TenantId, 'building' as BuildingId];

// Makes the template, so that the first start below is quick.
beforeAll(async () => (await openTestDatabase()).close(), 120_000);

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'places-sync-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface Child {
  readonly process: ChildProcess;
  /** What it has said so far, line by line. */
  readonly lines: string[];
  /** Resolves when it has said so many lines. */
  said(count: number): Promise<void>;
  kill(): Promise<void>;
}

function startSettling(folder: string): Child {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let heard = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  const closed = once(child, 'close').then(() => heard.reject(new Error('The child has ended.')));
  const said = async (count: number) => {
    while (lines.length < count) await heard.promise;
  };
  const kill = () => {
    heard.promise.catch(() => undefined);
    child.kill('SIGKILL');
    return closed;
  };
  onTestFinished(kill);
  return { process: child, lines, said, kill };
}

/** Starting processes takes long on a busy machine. */
const slow = { timeout: 120_000 };

describe('a process that is killed', slow, () => {
  it('loses no step that it was told was stored, three times over', async () => {
    const folder = newFolder();
    const acknowledged: string[] = [];
    for (const steps of [40, 1, 23]) {
      const child = startSettling(folder);
      await child.said(1 + steps);
      await child.kill();
      acknowledged.push(...child.lines.filter((line) => line !== 'ready'));
    }

    const database = await openDatabase({ dataDir: folder });
    onTestFinished(() => database.close());
    const { runs, known } = createStores(database, testSeals);
    const journal = await runs.journal(tenant, 'run');
    const done = journal.filter((step) => step.state === 'done').map((step) => step.stepId);
    const ledger = (await known.load(tenant, building)).map((place) => place.key);
    const run = await runs.load(tenant, 'run');

    expect(acknowledged.length).toBeGreaterThanOrEqual(40 + 1 + 23);
    expect(done).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const lines = await new SqlAuditLog(database).page(tenant, 0, 1000);
    const saidOf = (action: string) =>
      lines.filter((line) => line.action === action).map(({ subject }) => subject.id);
    // Journal, ledger, progress and the lines of the audit log are one transaction.
    expect(saidOf('write.answered')).toEqual(done);
    expect(new Set(saidOf('write.intended'))).toEqual(
      new Set(journal.filter(({ attempt }) => attempt > 0).map(({ stepId }) => stepId)),
    );
    expect(ledger.toSorted()).toEqual(done.toSorted());
    expect(run?.progress.done).toBe(done.length);
    expect(run?.epoch).toBe(3);
    expect((await runs.events(tenant, 'run', 0)).map((event) => event.seq)).toEqual(
      done.map((_, index) => index + 1),
    );
  });
});

describe('the data folder', slow, () => {
  it('is refused to a second process, which names the first; also while that one is frozen', async () => {
    const folder = newFolder();
    const child = startSettling(folder);
    await child.said(2);
    const refused = { kind: 'conflict', code: 'data-dir-in-use' };
    const naming = new RegExp(`process ${child.process.pid}\\b`);

    const opening = openDatabase({ dataDir: folder });
    await expect(opening).rejects.toMatchObject(refused);
    await expect(opening).rejects.toThrow(naming);
    child.process.kill('SIGSTOP');
    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject(refused);
    child.process.kill('SIGCONT');
    const before = child.lines.length;
    await child.said(before + 5);
  });

  it('is refused to a second opener in the same process, and free again after close', async () => {
    const folder = newFolder();
    const first = await openDatabase({ dataDir: folder });

    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ code: 'data-dir-in-use' });
    await first.close();
    const second = await openDatabase({ dataDir: folder });
    await second.close();
    await second.close();
  });

  it('that was only half made is made again', async () => {
    const folder = newFolder();
    await mkdir(path.join(folder, 'pg', 'base'), { recursive: true });
    await writeFile(path.join(folder, 'pg', 'PG_VERSION'), '18');
    await writeFile(path.join(folder, 'pg.unfinished'), '');

    const database = await openDatabase({ dataDir: folder });

    expect(await database.answers()).toBe(true);
    await database.close();
    expect(await database.answers()).toBe(false);
  });

  it('that is damaged is said to be so, left as it is, and not kept locked', async () => {
    const folder = newFolder();
    await mkdir(path.join(folder, 'pg'));
    await writeFile(path.join(folder, 'pg', 'PG_VERSION'), 'not a version');
    const damaged = { code: 'database-unreadable' };

    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject(damaged);
    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject(damaged);

    expect(await readFile(path.join(folder, 'pg', 'PG_VERSION'), 'utf8')).toBe('not a version');
  });
});
