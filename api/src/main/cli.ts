#!/usr/bin/env node
/** `places-sync`: the same engine from a terminal or a script. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { Command } from 'commander';
import { environmentSettings } from '../config/environment.ts';
import type { AuditVerdict, Building, KnownEntry, Plan, Readiness } from '../contract/index.ts';
import { AppError } from '../core/model/app-error.ts';
import { Refused, type ApiClient } from './cli/api-client.ts';
import { EXIT } from './cli/exit-codes.ts';
import { importInto, importLines, type ImportOptions } from './cli/import-command.ts';
import { openServer } from './cli/open-server.ts';
import { planLines } from './cli/plan-text.ts';
import { apply, hasChanges, type ApplyOptions } from './cli/run-command.ts';
import { openTerminal } from './cli/terminal.ts';
import { validateMapFile } from './cli/validate-map.ts';

interface Json {
  readonly json?: boolean;
}

const terminal = openTerminal(process.stdin, process.stdout, process.stderr);
const program = new Command('places-sync')
  .description('Carries buildings from a workplace platform into Microsoft Places.')
  .showHelpAfterError();

/** Runs a command against the API and ends with its exit code. */
const withApi = async (command: (api: ApiClient) => Promise<number>): Promise<void> => {
  const server = await openServer(environmentSettings());
  try {
    process.exitCode = await command(server.api);
  } finally {
    await server.close();
  }
};

const show = (value: unknown, { json }: Json, lines: readonly string[]): number => {
  if (json) terminal.json(value);
  else terminal.lines(lines);
  return EXIT.done;
};

async function saveZip(api: ApiClient, path: string, file: string, options: Json): Promise<number> {
  const response = await api.raw(path, { Accept: 'application/zip' });
  const bytes = Buffer.from(await response.arrayBuffer());
  await writeFile(file, bytes);
  return show({ file, bytes: bytes.length }, options, [`${file}: ${bytes.length} bytes`]);
}

async function collect<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

program
  .command('import')
  .description('read a building from files or from a web address and store it')
  .argument(
    '<file...>',
    'workplace .json or .zip, rooms.csv and desks.csv, an IMDF .zip; or one https:// address of such a file',
  )
  .option('--source <name>', 'name of the source', 'files')
  .option('--dry-run', 'read and check only')
  .option('--json', 'print JSON')
  .action((files: string[], options: ImportOptions & Json) =>
    withApi(async (api) => {
      const result = await importInto(api, files, options);
      return show(result, options, importLines(result));
    }),
  );

program
  .command('buildings')
  .description('list the buildings of every source')
  .option('--json', 'print JSON')
  .action((options: Json) =>
    withApi(async (api) => {
      const items = await collect(api.all<Building>('/api/buildings'));
      return show(
        { items },
        options,
        items.map(({ id, status, name, source }) => `${id}  ${status.padEnd(14)}  ${name}  (${source})`),
      );
    }),
  );

program
  .command('plan')
  .description('show what a sync would change; sends no write')
  .argument('<buildingId>')
  .option('--json', 'print JSON')
  .action((buildingId: string, options: Json) =>
    withApi(async (api) => {
      const plan = await api.json<Plan>('POST', `/api/buildings/${encodeURIComponent(buildingId)}/plans`);
      show(plan, options, planLines(plan));
      if (!plan.complete) return terminal.fail('Microsoft Places could not be read completely.');
      if (plan.guards.some((guard) => guard.tripped)) return EXIT.held;
      return hasChanges(plan) ? EXIT.pending : EXIT.done;
    }),
  );

program
  .command('apply')
  .description('plan, ask, sync and report')
  .argument('<buildingId>')
  .option('--plan <id>', 'carry out this saved plan')
  .option('--yes', 'do not ask')
  .option('--release <guard...>', 'release these guards')
  .option('--json', 'print JSON')
  .action((buildingId: string, options: ApplyOptions) =>
    withApi((api) => apply(api, terminal, buildingId, options)),
  );

program
  .command('report')
  .description('print the report of a run')
  .argument('<runId>')
  .option('--json', 'print JSON')
  .option('--csv', 'print CSV')
  .option('--out <zip>', 'write it in all forms, with a picture of every floor')
  .action((runId: string, options: Json & { csv?: boolean; out?: string }) =>
    withApi(async (api) => {
      const path = `/api/runs/${encodeURIComponent(runId)}/report`;
      if (options.out !== undefined) return saveZip(api, path, options.out, options);
      const accept = options.json ? 'application/json' : options.csv ? 'text/csv' : 'text/markdown';
      const response = await api.raw(path, { Accept: accept });
      return options.json
        ? show(await response.json(), options, [])
        : show(null, {}, [await response.text()]);
    }),
  );

program
  .command('map')
  .description('write the floor map of a building')
  .argument('<buildingId>')
  .requiredOption('--out <zip>', 'file to write')
  .option('--format <format>', 'places, imdf or replaced', 'places')
  .option('--json', 'print JSON')
  .action((buildingId: string, options: Json & { out: string; format: string }) =>
    withApi(async (api) => {
      const path = `/api/buildings/${encodeURIComponent(buildingId)}/map?format=${encodeURIComponent(options.format)}`;
      return saveZip(api, path, options.out, options);
    }),
  );

program
  .command('validate-map')
  .description('check an IMDF zip against what Microsoft Places accepts')
  .argument('<zip>')
  .option('--json', 'print JSON')
  .action(async (file: string, options: Json) => {
    process.exitCode = await validateMapFile(file, terminal, options.json === true);
  });

program
  .command('doctor')
  .description('check what a first sync needs')
  .option('--json', 'print JSON')
  .action((options: Json) =>
    withApi(async (api) => {
      const readiness = await api.json<Readiness>('GET', '/api/readiness');
      show(
        readiness,
        options,
        readiness.items.flatMap((item) => [
          `${item.state.padEnd(8)} ${item.title}: ${item.detail}`,
          ...(item.command === undefined ? [] : [`         ${item.command}`]),
        ]),
      );
      return readiness.items.some((item) => item.state === 'problem') ? EXIT.error : EXIT.done;
    }),
  );

program
  .command('known')
  .description('list what we last wrote to Microsoft Places')
  .argument('<buildingId>')
  .option('--json', 'print JSON')
  .action((buildingId: string, options: Json) =>
    withApi(async (api) => {
      const items = await collect(
        api.all<KnownEntry>(`/api/buildings/${encodeURIComponent(buildingId)}/known`),
      );
      return show(
        { items },
        options,
        items.map(({ placeId, type, name, key }) => `${placeId}  ${type.padEnd(9)}  ${name}  (${key})`),
      );
    }),
  );

program
  .command('rotate-keys')
  .description(
    'seal stored tokens and addresses with the first key of TOKEN_CACHE_KEY; a server does it when it starts',
  )
  .option('--json', 'print JSON')
  .action(async (options: Json) => {
    const { rotateKeysAlone } = await import('./rotate-keys.ts');
    const { resealed, current, unreadable } = await rotateKeysAlone(environmentSettings());
    const line = `${resealed} sealed anew, ${current} sealed with the first key already, ${unreadable} opened by no key`;
    show({ resealed, current, unreadable }, options, [line]);
    process.exitCode = unreadable > 0 ? EXIT.error : EXIT.done;
  });

program
  .command('verify-audit')
  .description('check that the audit log is what was written')
  .option('--head <number:hash>', 'an end of the log that was kept elsewhere')
  .option('--json', 'print JSON')
  .action((options: Json & { head?: string }) =>
    withApi(async (api) => {
      const query = options.head === undefined ? '' : `?head=${encodeURIComponent(options.head)}`;
      const verdict = await api.json<AuditVerdict>('GET', `/api/audit/verify${query}`);
      const { ok, head, problem } = verdict;
      const end = `${head?.seq ?? 0}:${head?.hash ?? ''}`;
      show(verdict, options, ok ? [`whole, ${head?.seq ?? 0} entries; it ends at ${end}`] : []);
      if (ok) return EXIT.done;
      return terminal.fail(`${problem?.message ?? ''} (${problem?.kind ?? ''}; whole up to ${end})`);
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = terminal.fail(explain(error));
}

function explain(error: unknown): string {
  if (error instanceof Refused) {
    const { detail, hint, errors = [], code, traceId } = error.problem;
    return [
      `${detail} (${code}, trace ${traceId})`,
      ...errors.map(({ path, message }) => `  ${path}: ${message}`),
      ...(hint ? [hint] : []),
    ].join('\n');
  }
  if (error instanceof AppError)
    return [error.message, ...(error.details.hint ? [error.details.hint] : [])].join('\n');
  return error instanceof Error ? error.message : String(error);
}
