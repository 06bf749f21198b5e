/** Structured log lines on standard error; secrets and addresses never get in (C41). */
import pino from 'pino';
import type { Settings } from '../config/settings.ts';

export type Log = pino.Logger;

const SECRET_PATHS = [
  'token',
  'secret',
  'password',
  'authorization',
  'headers.authorization',
  'email',
  'mailbox',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export const createLog = (settings: Pick<Settings, 'logLevel'>): Log =>
  pino(
    {
      level: settings.logLevel,
      base: null,
      redact: { paths: SECRET_PATHS, censor: '[hidden]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { cause: describeCause, err: describeCause, warning: describeCause },
    },
    pino.destination({ dest: 2, sync: true }),
  );

/** Name, code, message and stack, without tokens, addresses of people and what follows the path of a web address. */
export function describeCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return hide(String(cause));
  const { code } = cause as { code?: unknown };
  return {
    name: cause.name,
    ...(code === undefined ? {} : { code }),
    message: hide(cause.message),
    stack: hide(cause.stack ?? ''),
    ...(cause.cause === undefined ? {} : { cause: describeCause(cause.cause) }),
  };
}

const hide = (text: string) =>
  text
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]')
    .replace(/(https?:\/\/[^\s"'?#]+)[?#][^\s"']*/g, '$1?[hidden]')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[address]')
    .slice(0, 4000);
