/**
 * Microsoft refuses a second place with the same name and type under one parent (graph-places.md section 6),
 * and a mailbox can be one place only. Both are found here, before anything is sent.
 */
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace } from '../model/place.ts';
import { refText } from '../model/place.ts';
import { normalName } from '../plan/canonical.ts';

/** The first of several, in source order, stays; the others are left alone and say which one has the name. */
export function leaveDoublesAlone(places: readonly DesiredPlace[]): DesiredPlace[] {
  const names = new Map<string, DesiredPlace>();
  const mailboxes = new Map<string, DesiredPlace>();
  return places.map((place) => {
    if (place.skip) return place;
    const double = sameMailbox(place, mailboxes) ?? sameName(place, names);
    if (!double) return place;
    const { code, reason, hint } = double;
    const finding: Finding = {
      code,
      severity: 'error',
      message: `The ${place.type} "${place.name}" is left alone. ${reason}`,
      hint,
      key: place.key,
    };
    return { ...place, skip: { code, reason }, findings: [...place.findings, finding] };
  });
}

interface Double {
  readonly code: string;
  readonly reason: string;
  readonly hint: string;
}

function sameMailbox(place: DesiredPlace, seen: Map<string, DesiredPlace>): Double | null {
  if (place.mailbox === undefined) return null;
  const first = seen.get(place.mailbox);
  if (!first) {
    seen.set(place.mailbox, place);
    return null;
  }
  return {
    code: 'duplicate-mailbox',
    reason: `The ${first.type} "${first.name}" has the same mailbox, and a mailbox can be one place only.`,
    hint: 'Correct the mailbox in the source.',
  };
}

/** A room that brings its own mailbox is attached, not created: the rule about names is not for it. */
function sameName(place: DesiredPlace, seen: Map<string, DesiredPlace>): Double | null {
  const parent = place.parent ? refText(place.parent) : '';
  const name = `${place.type}|${normalName(place.name)}|${parent}`;
  const first = seen.get(name);
  if (!first) {
    seen.set(name, place);
    return null;
  }
  if (place.mailbox !== undefined) return null;
  return {
    code: 'duplicate-name',
    reason: `Another ${place.type} in the same place has this name too (source id ${first.key}), and Microsoft Places takes a name once.`,
    hint: 'Give it a name of its own in the source.',
  };
}
