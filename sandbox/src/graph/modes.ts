/** How desks and desk pools can be used (graph-places.md section 5, Modes). */
import { badRequest, unreadable } from './exchange.ts';
import type { PlaceType } from './place-types.ts';
import { complex, isRecord, nullable, text } from './value-checks.ts';

/** A person of the tenant, as far as an assignment needs one. */
interface Person {
  readonly id: string;
  readonly mail: string;
}

/** Finds a person by object id or mail address, in any case of letters. */
export type FindPerson = (idOrMail: string) => Person | undefined;

const FIELDS = {
  reservablePlaceMode: {},
  dropInPlaceMode: {},
  assignedPlaceMode: { assignedUserId: nullable(text()), assignedUserEmailAddress: nullable(text()) },
  unavailablePlaceMode: { reason: nullable(text()) },
} as const;
type ModeName = keyof typeof FIELDS;

export const UNAVAILABLE_NEW = { '@odata.type': '#microsoft.graph.unavailablePlaceMode', reason: 'New' };

const isMode = (name: string): name is ModeName => Object.hasOwn(FIELDS, name);

function nameOfMode(value: unknown): ModeName {
  const annotation = isRecord(value) ? value['@odata.type'] : undefined;
  if (typeof annotation !== 'string') {
    throw unreadable(
      "The property 'mode' needs the annotation '@odata.type': 'microsoft.graph.placeMode' is abstract.",
    );
  }
  const name = annotation.replace(/^#?microsoft\.graph\./, '');
  if (!isMode(name)) throw unreadable(`'${annotation}' is not a mode of a place.`);
  return name;
}

/** Checks a mode and returns it as the tenant keeps it: one object, an assigned person with both names. */
export function readMode(type: PlaceType, value: unknown, findPerson: FindPerson): Record<string, unknown> {
  const name = nameOfMode(value);
  complex(name, FIELDS[name])(value, 'mode');
  if (name === 'assignedPlaceMode') {
    if (type !== 'desk') throw badRequest(`'${name}' is not supported on '${type}'.`);
    return assigned(value as Record<string, unknown>, findPerson);
  }
  const kept = { ...(value as Record<string, unknown>), '@odata.type': `#microsoft.graph.${name}` };
  return name === 'unavailablePlaceMode' ? { reason: null, ...kept } : kept;
}

function assigned(value: Record<string, unknown>, findPerson: FindPerson): Record<string, unknown> {
  const named = [value['assignedUserId'], value['assignedUserEmailAddress']].filter(
    (name) => name !== null && name !== undefined,
  ) as string[];
  if (named.length === 0)
    throw badRequest('An assigned place needs assignedUserId or assignedUserEmailAddress.');
  const people = named.map((name) => {
    const person = findPerson(name);
    if (person === undefined) throw badRequest(`The user '${name}' was not found in this tenant.`);
    return person;
  });
  if (new Set(people.map((person) => person.id)).size > 1) {
    throw badRequest('assignedUserId and assignedUserEmailAddress name two different users.');
  }
  return {
    '@odata.type': '#microsoft.graph.assignedPlaceMode',
    assignedUserId: people[0]?.id,
    assignedUserEmailAddress: people[0]?.mail,
  };
}

/** Reservable and drop-in desks have a mailbox; it is made when there is none (graph-places.md section 5). */
export function needsMailbox(mode: unknown): boolean {
  const annotation = (mode as { '@odata.type'?: string } | null)?.['@odata.type'];
  return (
    annotation === '#microsoft.graph.reservablePlaceMode' || annotation === '#microsoft.graph.dropInPlaceMode'
  );
}
