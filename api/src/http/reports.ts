/** The report of a run in its forms, and its story as server-sent events. */
import type { Request } from 'express';
import { AppError } from '../core/model/app-error.ts';
import { reportCsv } from '../core/report/report-csv.ts';
import { reportMarkdown } from '../core/report/report-markdown.ts';
import type { Deps } from '../engine/deps.ts';
import { followRun } from '../engine/follow-run.ts';
import { getReport } from '../engine/get-report.ts';
import { listRunPlaces } from '../engine/list-run-places.ts';
import { reportFiles } from '../engine/report-files.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunEvent } from '../ports/stores.ts';
import type { Call, Handlers } from './bind-routes.ts';
import { OpenStreams } from './open-streams.ts';
import { zipOf } from './zip-of.ts';

/** A comment line this often keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;

export function reportHandlers(deps: Deps): Pick<Handlers, 'getReport' | 'listRunPlaces' | 'runEvents'> {
  const streams = new OpenStreams();
  return {
    getReport: async ({ caller, params, request }) => {
      const runId = params['runId'] ?? '';
      const form = request.accepts(['application/json', 'text/csv', 'text/markdown', 'application/zip']);
      if (form === 'application/zip') {
        const raw = zipOf(await reportFiles(deps, caller.tenantId, runId));
        return { status: 200, raw, type: form, fileName: 'report.zip' };
      }
      const report = await getReport(deps, caller.tenantId, runId);
      switch (form) {
        case 'text/csv':
          return { status: 200, raw: reportCsv(report), type: 'text/csv; charset=utf-8' };
        case 'text/markdown':
          return { status: 200, raw: reportMarkdown(report), type: 'text/markdown; charset=utf-8' };
        default:
          return { status: 200, body: report };
      }
    },
    listRunPlaces: async ({ caller, params, query }) => {
      const run = { tenant: caller.tenantId, runId: params['runId'] ?? '' };
      const page = await listRunPlaces(deps, run, query);
      return { status: 200, body: { ...page, items: [...page.items] } };
    },
    runEvents: async (call) => {
      await streamRun(deps, call, streams);
      return 'streamed';
    },
  };
}

/** Ends with the run, with the caller, and with their token: whoever may still look comes back with a new one. */
async function streamRun(
  deps: Deps,
  { caller, params, request, response }: Call,
  streams: OpenStreams,
): Promise<void> {
  const runId = params['runId'] ?? '';
  if (!(await deps.stores.runs.load(caller.tenantId, runId))) {
    throw new AppError('notFound', 'no-such-run', 'There is no run with this id.');
  }
  const leave = streams.enter(caller);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  abortAt(caller.endsAt, deps.clock, gone);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 2000\n\n');
  const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  try {
    const follow = { tenant: caller.tenantId, runId, afterSeq: lastEventId(request) };
    for await (const events of followRun(deps, follow, gone.signal)) {
      if (events.length > 0) response.write(events.map(eventText).join(''));
    }
  } finally {
    clearInterval(keepAlive);
    leave();
    response.end();
  }
}

function abortAt(time: number | undefined, clock: Clock, stop: AbortController): void {
  if (time === undefined) return;
  const left = Math.max(time - clock.now().getTime(), 0);
  // Rejected when the stream ended before.
  clock.wait(left, stop.signal).then(
    () => stop.abort(),
    () => undefined,
  );
}

function lastEventId(request: Request): number {
  const id = Number(request.get('Last-Event-ID') ?? 0);
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

const eventText = ({ seq, type, data }: RunEvent) =>
  `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
