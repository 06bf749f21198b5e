/** Reads `Retry-After` in both of its forms (RFC 9110 section 10.2.3). */
import type { Answer } from './call.ts';

const SECONDS = /^[+-]?\d+(\.\d+)?$/;
/** `Sun, 06 Nov 1994 08:49:37 GMT`; looser text would be read as some date by `Date.parse`. */
const HTTP_DATE = /^[A-Za-z]+,? .*\d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds to wait, or null when the header is missing or makes no sense. Zero and negative values come
 * back as they are: the caller clamps. A date is measured against the answer's own `Date`, because the
 * machine's clock may be wrong.
 */
export function retryAfterOf(answer: Pick<Answer, 'header'>, now: Date): number | null {
  const value = answer.header('retry-after')?.trim() ?? '';
  if (SECONDS.test(value)) return Math.ceil(Number(value) * 1000);
  if (!HTTP_DATE.test(value)) return null;
  const until = Date.parse(value);
  const sentAt = Date.parse(answer.header('date') ?? '');
  if (Number.isNaN(until)) return null;
  return until - (Number.isNaN(sentAt) ? now.getTime() : sentAt);
}
