/** The clock of this machine against Microsoft's: beyond a minute tokens are refused and times in reports are wrong (F26). */
import { say, spoken } from '../core/model/sentence.ts';
import type { ReadinessItem } from './readiness-item.ts';

const MOST_MS = 60_000;
const CHECK = { code: 'clock', title: 'Clock of this server' };

/** @param aheadMs of Microsoft's clock, negative when behind; null before Microsoft has answered */
export function checkClock(aheadMs: number | null): ReadinessItem {
  if (aheadMs === null)
    return { ...CHECK, state: 'unknown', detail: 'Compared with the next answer of Microsoft.' };
  if (Math.abs(aheadMs) <= MOST_MS)
    return { ...CHECK, state: 'ok', detail: 'It agrees with the clock of Microsoft.' };
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const detail =
    aheadMs > 0
      ? say`It is ${{ seconds }} seconds ahead of the clock of Microsoft.`
      : say`It is ${{ seconds }} seconds behind the clock of Microsoft.`;
  return {
    ...CHECK,
    state: 'problem',
    ...spoken({
      detail,
      hint: 'Set it by a time service (NTP), on the host when this runs in a container. Until then sign-ins may be refused and times in reports are wrong.',
    }),
    command: 'timedatectl set-ntp true',
  };
}
