/** How a desk may be used, from who it is allocated to and whether it is bookable (field.md S32-S35). */
import type { Allocation, Space } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { PlaceMode } from '../model/place.ts';
import { canonicalEmail } from '../plan/canonical.ts';
import { say, spoken } from '../model/sentence.ts';

type Weekday = NonNullable<Allocation['days']>[number];

/** A calendar day in a building's own time zone. */
export interface LocalDay {
  /** yyyy-mm-dd */
  readonly date: string;
  readonly weekday: Weekday;
}

/** Which day it is in a building; null when the time zone is unknown to the runtime. */
export function localDay(asOf: Date, timeZone: string): LocalDay | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      weekday: 'short',
    });
  } catch {
    return null;
  }
  const parts = new Map(format.formatToParts(asOf).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    weekday: part('weekday').slice(0, 2).toLowerCase() as Weekday,
  };
}

const isActive = ({ from, to, days }: Allocation, today: LocalDay): boolean =>
  (from === undefined || from <= today.date) &&
  (to === undefined || today.date <= to) &&
  (days === undefined || days.length === 0 || days.includes(today.weekday));

/** An allocation that names no order stands in front of a second one, as if it were numbered 1. */
const byOrderThenStart = (a: Allocation, b: Allocation): number =>
  (a.order ?? 1) - (b.order ?? 1) || compareText(a.from ?? '', b.from ?? '');

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The mode of a desk today. Undefined when the source says neither who has it nor whether it is bookable:
 * then the mode is not managed.
 */
export function deskMode(
  desk: Space,
  today: LocalDay,
): { readonly mode: PlaceMode | undefined; readonly findings: readonly Finding[] } {
  const active = desk.allocations
    .filter((allocation) => allocation.email.includes('@') && isActive(allocation, today))
    .sort(byOrderThenStart);
  const [first] = active;
  if (first) {
    const others = new Set(active.map(({ email }) => canonicalEmail(email))).size - 1;
    const mode: PlaceMode = { kind: 'assigned', email: canonicalEmail(first.email) };
    return { mode, findings: others === 0 ? [] : [severalAssignees(desk, others)] };
  }
  if (desk.bookable === undefined && desk.allocations.length === 0) return { mode: undefined, findings: [] };
  return { mode: { kind: desk.bookable === true ? 'reservable' : 'unavailable' }, findings: [] };
}

/** Names nobody: findings end up in reports. */
const severalAssignees = (desk: Space, others: number): Finding => ({
  code: 'several-assignees',
  severity: 'warning',
  ...spoken({
    message: say`Desk "${{ name: desk.name }}" is allocated to ${{ count: others + 1 }} people at the same time. Microsoft Places takes one, so the first is used.`,
    hint: say`End the other allocations in the source, or give the right one the lowest order.`,
  }),
  key: desk.key,
});
