/** The whole simulated tenant as one Express app: Graph, sign-in, bot connector, mail sink, Teams-like page, controls. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { connectorDoor } from './connector/connector.ts';
import { connectorKeys, onlyTheBot } from './connector/connector-tokens.ts';
import { Messages, type Message } from './connector/messages.ts';
import { roster } from './connector/roster.ts';
import { teamControls, Teams, type Team } from './connector/teams.ts';
import { SendLimits } from './connector/send-limits.ts';
import { SilentSignIn } from './connector/silent-sign-in.ts';
import { personActivities } from './connector/person-activities.ts';
import { Faults } from './faults/faults.ts';
import { betaDoor, graphDoor, type VerifyToken } from './graph/door.ts';
import type { FindPerson } from './graph/modes.ts';
import type { Desk } from './graph/perform.ts';
import { DOMAIN, seedPlaces } from './graph/seed.ts';
import { DEFAULT_SETTINGS, type Settings } from './graph/settings.ts';
import { Tenant, type Change } from './graph/tenant.ts';
import { Throttle } from './graph/throttle.ts';
import { MailSink, type Mail } from './mail/mail-sink.ts';
import { controlsDoor, loopbackOnly } from './record/controls.ts';
import { openJournal } from './record/journal.ts';
import { RequestRecord } from './record/request-record.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { teamsPage } from './teams-page/teams-page.ts';

export interface SandboxOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly botId: string;
  readonly botSecret: string;
  /** Where the product answers, for the Teams-like page. */
  readonly appUrl: string;
  /** Folder that keeps the tenant over restarts; null or missing keeps it in memory. */
  readonly stateDir?: string | null;
  readonly now?: () => Date;
  /** Instead of the tokens and people of sign-in: for tests of Graph alone. */
  readonly verifyToken?: VerifyToken;
  readonly findPerson?: FindPerson;
}

/** A running tenant. */
export interface Sandbox {
  readonly app: Express;
  readonly tenant: Tenant;
  readonly requests: RequestRecord;
  readonly faults: Faults;
  /** `smtp://...` of the mail sink. */
  readonly smtpUrl: string;
  changeSettings(change: Partial<Settings>): void;
  /** @param port 0 takes a free one */
  listen(port: number): Promise<{ readonly port: number; close(): Promise<void> }>;
  /** Closes the mail sink and the journals; a listening server is closed by its own `close`. */
  close(): Promise<void>;
}

/** Builds the tenant from its state folder, or from the seed. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  let port = 0;
  const rooms = await openRooms(options, now, () => `http://127.0.0.1:${port}`);
  const app = mount(options, rooms, now);
  return {
    app,
    tenant: rooms.tenant,
    requests: rooms.requests,
    faults: rooms.faults,
    smtpUrl: rooms.mails.url,
    changeSettings: rooms.changeSettings,
    listen: async (wanted) => {
      const server = createServer(app).listen(wanted, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
      return { port, close: () => closeServer(server) };
    },
    close: rooms.close,
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Everything that remembers, opened from the state folder. */
async function openRooms(options: SandboxOptions, now: () => Date, baseUrl: () => string) {
  const stateDir = options.stateDir ?? null;
  const signIn = await createSignIn({ ...options, stateDir, now, baseUrl });
  const kept = openJournal<Partial<Settings>>(stateDir, 'settings');
  const settings = Object.assign({}, DEFAULT_SETTINGS, ...kept.earlier) as Settings;
  const places = openJournal<Change>(stateDir, 'places');
  const said = openJournal<Message>(stateDir, 'messages');
  const taught = openJournal<readonly Team[]>(stateDir, 'teams');
  const mailed = openJournal<Mail>(stateDir, 'mails');
  const faults = new Faults();
  const rooms = {
    baseUrl,
    signIn,
    settings,
    tenant: new Tenant(places, seedPlaces()),
    requests: new RequestRecord(),
    faults,
    throttle: new Throttle(settings, now),
    messages: new Messages(said, now),
    sendLimits: new SendLimits(now),
    teams: new Teams(taught),
    mails: new MailSink(mailed, now, faults),
  };
  await rooms.mails.open();
  return {
    ...rooms,
    changeSettings: (change: Partial<Settings>): void => {
      kept.append(change);
      Object.assign(settings, change);
    },
    /** Back to the seed, everywhere. */
    reset: (): void => {
      kept.compact([]);
      Object.assign(settings, DEFAULT_SETTINGS);
      for (const room of [
        rooms.tenant,
        rooms.throttle,
        rooms.messages,
        rooms.sendLimits,
        rooms.teams,
        rooms.mails,
        signIn,
      ])
        room.reset();
      rooms.faults.clear();
      rooms.requests.clear();
    },
    close: async (): Promise<void> => {
      await rooms.mails.close();
      for (const journal of [kept, places, said, taught, mailed]) journal.close();
    },
  };
}

type Rooms = Awaited<ReturnType<typeof openRooms>>;

function mount(options: SandboxOptions, rooms: Rooms, now: () => Date): Express {
  const { signIn, settings, tenant, requests, faults, throttle } = rooms;
  const findPerson = options.findPerson ?? tenantPeople(signIn.people, options.tenantId);
  const service = { tenant, settings, findPerson, domain: DOMAIN, now };
  const desk: Desk = { service, faults, throttle, requests, open: { http: 0, items: 0 } };
  const verifyToken = options.verifyToken ?? ((header) => signIn.verifyGraphToken(header));
  const { keys, silentToken } = signIn;
  const teams = { ...options, ...rooms, now, keys };
  const silentSignIn = new SilentSignIn({ ...teams, silentToken });
  const app = express();
  app.disable('x-powered-by');
  app.use(loopbackOnly);
  app.use('/v1.0', (_request, response, next) => {
    response.set('Date', signIn.now().toUTCString());
    next();
  });
  app.use('/v1.0', graphDoor(desk, verifyToken, options.tenantId));
  app.use('/beta', betaDoor(desk));
  app.use('/_sandbox', controlsDoor({ ...rooms, now }));
  app.use(
    '/_sandbox',
    personActivities({ ...teams, silentSignIn, findPerson: (user) => signIn.people.find(user) }),
  );
  app.use(
    '/_sandbox',
    teamControls(rooms.teams, teams, () => signIn.people.find('admin')),
  );
  app.use(teamsPage(options));
  app.use(recordOthers(requests, now));
  const admit = onlyTheBot(keys, options.botId, now);
  const isPerson = (oid: string) => findPerson(oid) !== undefined;
  app.use('/v3', bendAnswers(faults));
  app.use('/v3', connectorDoor({ ...rooms, silentSignIn, admit, botId: options.botId, isPerson }));
  app.use('/v3', admit, roster({ ...rooms, tenantId: options.tenantId, people: signIn.people }));
  app.use(connectorKeys(keys, rooms.baseUrl));
  app.use(signIn.router);
  app.use(explainError);
  return app;
}

/** Express answers errors with a page and a stack; here everybody reads JSON. */
const explainError: ErrorRequestHandler = (error: Error & { status?: number }, _request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(error.status ?? 500).json({ problems: [error.message] });
};

/** Faults on the connector: a status instead of the request, or a cut connection. */
function bendAnswers(faults: Faults): RequestHandler {
  return (request, response, next) => {
    const effect = faults.hit(request.method, request.originalUrl)?.effect;
    if (effect?.reset === 'before') response.destroy();
    else if (effect?.status === undefined) next();
    else
      response
        .status(effect.status)
        .set(effect.headers ?? {})
        .json(effect.body ?? { error: { code: 'Fault' } });
  };
}

/** People of this tenant by object id or mail address, as Graph knows them: not by short name, not the deleted ones. */
function tenantPeople(
  people: { find(id: string): { oid: string; upn: string; tenantId: string; deleted: boolean } | undefined },
  tenantId: string,
): FindPerson {
  return (idOrMail) => {
    const person = people.find(idOrMail);
    if (person === undefined || person.deleted || person.tenantId !== tenantId) return undefined;
    const wanted = idOrMail.toLowerCase();
    return wanted === person.oid || wanted === person.upn ? { id: person.oid, mail: person.upn } : undefined;
  };
}

/** Requests to the other rooms, so that the record is whole; Graph keeps its own, finer rows. */
function recordOthers(requests: RequestRecord, now: () => Date): RequestHandler {
  let open = 0;
  return (request, response, next) => {
    if (request.path.startsWith('/_sandbox')) return next();
    open += 1;
    const row = requests.arrive({
      time: now().toISOString(),
      method: request.method,
      path: request.originalUrl,
      clientRequestId: request.get('client-request-id') ?? null,
      requestId: null,
      inFlight: open,
    });
    response.on('close', () => {
      open -= 1;
      row.status = response.writableFinished ? response.statusCode : 0;
      row.applied = response.writableFinished && response.statusCode < 400;
    });
    next();
  };
}
