/** `/_sandbox`: what tests and curious people ask the tenant about itself (contract.md section 5). */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Faults } from '../faults/faults.ts';
import { readFaultRules } from '../faults/fault-rules.ts';
import { adminProblem, carryOut, type AdminAction } from '../graph/admin-actions.ts';
import { settingsProblems, type Settings } from '../graph/settings.ts';
import { wirePlace } from '../graph/stored-place.ts';
import type { Tenant } from '../graph/tenant.ts';
import type { Message } from '../connector/messages.ts';
import type { Mail } from '../mail/mail-sink.ts';
import type { RequestRecord } from './request-record.ts';

/** What can be looked at and changed. */
export interface Controls {
  readonly tenant: Tenant;
  readonly requests: RequestRecord;
  readonly faults: Faults;
  readonly settings: Readonly<Settings>;
  changeSettings(change: Partial<Settings>): void;
  readonly messages: { list(): readonly Message[] };
  readonly mails: { list(): readonly Mail[]; readonly url: string };
  reset(): void;
  now(): Date;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The tenant talks to this machine only, under its own name: no other host, and no page that rebinds a name to it. */
export const loopbackOnly: RequestHandler = (request, response, next) => {
  const remote = request.socket.remoteAddress ?? '';
  if (LOOPBACK.has(remote) && LOCAL_HOST.test(request.get('host') ?? '')) next();
  else response.status(403).json({ problems: ['the simulated tenant answers to this machine only'] });
};

function refuse(response: Response, problems: readonly string[]): void {
  response.status(400).json({ problems });
}

/** Times in this tenant are kept in milliseconds; everybody else sees RFC 3339. */
const showPlace = (place: Parameters<typeof wirePlace>[0]) => ({
  type: place.type,
  listedFrom: new Date(place.listedFrom).toISOString(),
  ...wirePlace(place),
});

export function controlsDoor(controls: Controls): Router {
  const router = express.Router();
  const settings = () => ({ ...controls.settings, smtpUrl: controls.mails.url });
  router.use(express.json({ limit: '5mb', strict: false }));

  router.get('/requests', (request, response) => {
    const since = request.query['since'];
    response.json(controls.requests.list(typeof since === 'string' ? since : undefined));
  });
  router.delete('/requests', (_request, response) => {
    controls.requests.clear();
    response.status(204).end();
  });
  router.get('/places', (_request, response) => {
    const deletedMailboxes = controls.tenant.deletedMailboxes();
    response.json({ items: controls.tenant.all().map(showPlace), deletedMailboxes });
  });
  router.post('/admin', (request, response) => {
    const problem = adminProblem(request.body);
    if (problem !== null) return refuse(response, [problem]);
    const place = carryOut(controls.tenant, controls.now(), request.body as AdminAction);
    if (place === undefined) response.status(404).json({ problems: ['there is no such place'] });
    else response.json({ place: place === null ? null : showPlace(place) });
  });
  router.get('/maps', (_request, response) => {
    const items = controls.tenant
      .maps()
      .map(({ features, ...map }) => ({ ...map, features: [...features.values()] }));
    response.json({ items });
  });
  router.get('/messages', (_request, response) => void response.json({ items: controls.messages.list() }));
  router.get('/mails', (_request, response) => void response.json({ items: controls.mails.list() }));

  router.get('/settings', (_request, response) => void response.json(settings()));
  router.post('/settings', (request: Request, response) => {
    const change = (request.body ?? {}) as Partial<Settings>;
    const problems = settingsProblems(change);
    if (problems.length > 0) return refuse(response, problems);
    controls.changeSettings(change);
    response.json(settings());
  });

  router.get('/faults', (_request, response) => void response.json({ items: controls.faults.list() }));
  router.post('/faults', (request, response) => {
    const read = readFaultRules(request.body);
    if ('problems' in read) return refuse(response, read.problems);
    controls.faults.arm(read.rules);
    response.json({ items: controls.faults.list() });
  });
  router.delete('/faults', (_request, response) => {
    controls.faults.clear();
    response.status(204).end();
  });
  router.post('/reset', (_request, response) => {
    controls.reset();
    response.status(204).end();
  });
  return router;
}
