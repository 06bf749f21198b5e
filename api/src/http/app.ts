/** The Express application: one port for the API, the tab and (mounted by main) the bot. */
import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import type { Deps } from '../engine/deps.ts';
import { auditHandlers } from './audit.ts';
import { bindRoutes, type Gate } from './bind-routes.ts';
import { buildingHandlers } from './buildings.ts';
import { legalPages } from './legal-pages.ts';
import { mapHandlers } from './maps.ts';
import { oncePerKey } from './once.ts';
import { personHandlers } from './person.ts';
import { planHandlers } from './plans.ts';
import { noticeHandlers, type NoticeOptions } from './notices.ts';
import { notFound, problemHandler } from './problem.ts';
import { reportHandlers } from './reports.ts';
import { securityHeaders, type HeaderOptions } from './security-headers.ts';
import { systemHandlers, type SystemOptions } from './system.ts';
import { tabPage } from './tab-page.ts';

export interface AppOptions extends HeaderOptions {
  readonly deps: Deps;
  readonly gate: Omit<Gate, 'once'>;
  readonly system: SystemOptions;
  /** Folder of the built tab. */
  readonly tabFolder: string;
  /** Mounted before the API: the bot's door brings its own checks. */
  readonly bot?: Router;
  /** Missing: reports stay in the tab. */
  readonly notices?: NoticeOptions;
  readonly log: (entry: { traceId: string; code: string; cause: unknown }) => void;
}

const NO_NOTICES: NoticeOptions = { channel: { channels: () => Promise.resolve([]) }, mailAvailable: false };

export function createApp(options: AppOptions): express.Express {
  const { deps } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Who calls, as the proxy in front of us says; a proxy is whoever calls from a private address.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use((_request, response, next) => {
    response.locals['traceId'] = randomUUID();
    next();
  });
  app.use(securityHeaders(options));
  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  if (options.bot) app.use(options.bot);
  const handlers = {
    ...systemHandlers(options.system),
    ...personHandlers(deps),
    ...buildingHandlers(deps),
    ...planHandlers(deps),
    ...reportHandlers(deps),
    ...mapHandlers(deps),
    ...auditHandlers(deps),
    ...noticeHandlers(deps, options.notices ?? NO_NOTICES),
  };
  app.use(bindRoutes(handlers, { ...options.gate, once: oncePerKey(deps.stores.answers, deps.clock) }));
  app.use(legalPages());
  app.use(tabPage(options.tabFolder, options));
  app.use(notFound);
  app.use(problemHandler(options.log));
  return app;
}
