/** Secret or certificate of our own app registration: it ends some day, and everything with it (C26). */
import type { ReadinessItem } from './readiness-item.ts';
import { say, spoken } from '../core/model/sentence.ts';

const DAY_MS = 86_400_000;
const WARN_DAYS = 60;
const URGENT_DAYS = 30;
const CHECK = { code: 'credential', title: 'Secret or certificate of the app registration' };
const RENEW =
  'Make a new one in the Entra admin centre (App registrations, Certificates & secrets), set it here, restart, and delete the old one.';

/** @param expiresAt null when nobody told when it ends */
export function checkCredential(expiresAt: Date | null, now: Date): ReadinessItem {
  if (expiresAt === null) {
    return {
      ...CHECK,
      state: 'unknown',
      detail: 'It is not known when the secret ends.',
      hint: 'Set CLIENT_SECRET_EXPIRES to the day the Entra admin centre shows, for example 2031-01-31, or use a certificate.',
    };
  }
  const days = daysUntil(expiresAt, now);
  const on = expiresAt.toISOString().slice(0, 10);
  if (days <= 0)
    return {
      ...CHECK,
      state: 'problem',
      ...spoken({ detail: say`It ended on ${{ day: on }}.`, hint: RENEW }),
    };
  const ends = spoken({
    detail:
      days === 1
        ? say`It ends on ${{ day: on }}, in 1 day.`
        : say`It ends on ${{ day: on }}, in ${{ count: days }} days.`,
  });
  if (days > WARN_DAYS) return { ...CHECK, state: 'ok', ...ends };
  return { ...CHECK, state: days <= URGENT_DAYS ? 'problem' : 'unknown', ...ends, hint: RENEW };
}

const daysUntil = (end: Date, now: Date): number => Math.ceil((end.getTime() - now.getTime()) / DAY_MS);
