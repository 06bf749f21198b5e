/** Headers that keep the pages of the app in Teams and everything else out (C27, C28). */
import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Hosts that may frame the tab (Microsoft's page on tab requirements). */
const FRAME_HOSTS = [
  "'self'",
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook-sdf.office.com',
  'https://outlook-sdf.office365.com',
];

/** The list of hosts that teams-js trusts is fetched from here. */
const TEAMS_JS_HOSTS = 'https://res.cdn.office.net';

export interface HeaderOptions {
  readonly live: boolean;
  /** Origins that the tab may sign in at (pop-up and token calls). */
  readonly signInOrigin: string;
}

/** For everything; pages of the tab replace the content policy by {@link tabPolicy}. */
export function securityHeaders({ live }: HeaderOptions): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    strictTransportSecurity: live ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: false,
  });
}

/** The policy of the tab's page, with a fresh nonce for Fluent's style tags. */
export function tabPolicy({ signInOrigin }: HeaderOptions): { nonce: string; value: string } {
  const nonce = randomBytes(16).toString('base64');
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", 'https://res.cdn.office.net', 'https://static2.sharepointonline.com'],
    'connect-src': ["'self'", TEAMS_JS_HOSTS, signInOrigin],
    'frame-src': [signInOrigin],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': FRAME_HOSTS,
  };
  const value = Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
  return { nonce, value };
}
