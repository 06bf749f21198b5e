/** Refusals of the token endpoint, in the form and with the numbers of Microsoft Entra. */
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';

interface Known {
  readonly error: string;
  readonly status: number;
  readonly text: string;
  readonly suberror?: string;
}

/** By AADSTS number: the OAuth error, the HTTP status and what it means. */
const KNOWN = {
  50013: { error: 'invalid_grant', status: 400, text: 'The assertion failed its signature check.' },
  50034: { error: 'invalid_grant', status: 400, text: 'The account does not exist in this directory.' },
  50057: { error: 'invalid_grant', status: 400, text: 'The account is disabled.' },
  50076: {
    error: 'interaction_required',
    status: 400,
    text: 'A second factor is required to reach the resource.',
    suberror: 'basic_action',
  },
  50079: {
    error: 'interaction_required',
    status: 400,
    text: 'A policy changed: the person has to pass multi-factor authentication.',
    suberror: 'basic_action',
  },
  50173: {
    error: 'invalid_grant',
    status: 400,
    text: 'The grant was revoked: the person has to sign in again. TokensValidFrom is later than its issue.',
    suberror: 'bad_token',
  },
  65001: {
    error: 'invalid_grant',
    status: 400,
    text: 'Neither the person nor an administrator has consented to the permissions asked for.',
    suberror: 'consent_required',
  },
  70000: { error: 'invalid_grant', status: 400, text: 'The code or refresh token is malformed or not ours.' },
  70003: { error: 'unsupported_grant_type', status: 400, text: 'The grant type is not supported.' },
  70008: { error: 'invalid_grant', status: 400, text: 'The code or refresh token has expired.' },
  70011: { error: 'invalid_scope', status: 400, text: 'A scope asked for is not valid.' },
  90002: { error: 'invalid_request', status: 400, text: 'There is no such tenant.' },
  90014: { error: 'invalid_request', status: 400, text: 'A required field is missing.' },
  500011: { error: 'invalid_resource', status: 400, text: 'The resource asked for is not known here.' },
  500131: { error: 'invalid_grant', status: 400, text: 'The assertion was issued for another audience.' },
  500133: { error: 'invalid_grant', status: 400, text: 'The assertion is outside its time range.' },
  501481: {
    error: 'invalid_grant',
    status: 400,
    text: 'The code_verifier does not match the code_challenge.',
  },
  700016: { error: 'unauthorized_client', status: 400, text: 'The application is not in this directory.' },
  700027: { error: 'invalid_client', status: 401, text: 'The client assertion failed its signature check.' },
  7000112: { error: 'unauthorized_client', status: 400, text: 'The application is disabled.' },
  7000215: { error: 'invalid_client', status: 401, text: 'The client secret is wrong.' },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: 'A client secret or a client assertion is required.',
  },
  7000222: { error: 'invalid_client', status: 401, text: 'The client secret keys have expired.' },
} as const satisfies Record<number, Known>;

export type EntraNumber = keyof typeof KNOWN;

/** A refusal with its AADSTS number. */
export class EntraError extends Error {
  readonly number: EntraNumber;
  /** What has to be asked for at the next sign-in, as JSON text. */
  readonly claims: string | undefined;
  constructor(number: EntraNumber, claims?: string) {
    super(KNOWN[number].text);
    this.number = number;
    this.claims = claims;
  }
}

/** The OAuth error answer as Microsoft writes it. */
export function sendEntraError(response: Response, refusal: EntraError, now: Date): void {
  const known: Known = KNOWN[refusal.number];
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = now
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  response
    .status(known.status)
    .set('Cache-Control', 'no-store')
    .json({
      error: known.error,
      error_description: `AADSTS${refusal.number}: ${known.text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [refusal.number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      ...(known.suberror === undefined ? {} : { suberror: known.suberror }),
      ...(refusal.claims === undefined ? {} : { claims: refusal.claims }),
    });
}
