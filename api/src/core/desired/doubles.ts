/**
 * Microsoft refuses a second place with the same name and type under one parent (graph-places.md section 6),
 * and a mailbox can be one place only. Both are found here, before anything is sent.
 */
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace } from '../model/place.ts';
import { refText } from '../model/place.ts';
import { normalName } from '../plan/canonical.ts';
import { saidIn, say, spoken } from '../model/sentence.ts';
import type { Words } from '../model/sentence.ts';

/** The first of several, in source order, stays; the others are left alone and say which one has the name. */
export function leaveDoublesAlone(places: readonly DesiredPlace[]): DesiredPlace[] {
  const names = new Map<string, DesiredPlace>();
  const mailboxes = new Map<string, DesiredPlace>();
  return places.map((place) => {
    if (place.skip) return place;
    const double = sameMailbox(place, mailboxes) ?? sameName(place, names);
    if (!double) return place;
    const { code, reason, words } = double;
    const finding: Finding = {
      code,
      severity: 'error',
      ...spoken({
        message: say`The ${{ type: place.type }} "${{ name: place.name }}" is left alone. ${{ reason: saidIn(double, 'reason') }}`,
        hint: double.hint,
      }),
      key: place.key,
    };
    return { ...place, skip: { code, reason, words }, findings: [...place.findings, finding] };
  });
}

interface Double {
  readonly code: string;
  readonly reason: string;
  readonly hint: string;
  readonly words?: Words | undefined;
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
    ...spoken({
      reason: say`The ${{ type: first.type }} "${{ name: first.name }}" has the same mailbox, and a mailbox can be one place only.`,
      hint: say`Correct the mailbox in the source.`,
    }),
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
    ...spoken({
      reason: say`Another ${{ type: place.type }} in the same place has this name too (source id ${{ key: first.key }}), and Microsoft Places takes a name once.`,
      hint: say`Give it a name of its own in the source.`,
    }),
  };
}
