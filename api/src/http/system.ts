/** What needs no person: health, the OpenAPI document, and what a page has to know first. */
import type { Info } from '../contract/index.ts';
import type { Handlers } from './bind-routes.ts';
import { openApiDocument } from './openapi.ts';

export interface SystemOptions {
  readonly version: string;
  readonly info: Info;
  /** Resolves when database and jobs answer. */
  readonly ready: () => Promise<boolean>;
}

export function systemHandlers(
  options: SystemOptions,
): Pick<Handlers, 'healthLive' | 'healthReady' | 'openapi' | 'info'> {
  const document = openApiDocument(options.version);
  return {
    healthLive: () => Promise.resolve({ status: 200, body: { status: 'ok' } }),
    healthReady: async () =>
      (await options.ready())
        ? { status: 200, body: { status: 'ok' } }
        : { status: 503, body: { status: 'notReady' } },
    openapi: () => Promise.resolve({ status: 200, body: document }),
    info: () => Promise.resolve({ status: 200, body: options.info }),
  };
}
