/** How long changes may take to show everywhere (graph-places.md section 8, field.md S44). */
import type { PlaceType } from '../model/place.ts';
import type { Step } from '../plan/plan.ts';

export interface Propagation {
  readonly what: string;
  /** Until when it is normal not to see it yet; RFC 3339. */
  readonly expectedBy: string;
}

const HOUR = 3_600_000;

interface Rule {
  readonly what: string;
  readonly hours: number;
  readonly applies: (step: Step) => boolean;
}

const isOneOf = (...types: readonly PlaceType[]) => {
  const set = new Set(types);
  return ({ type }: Step): boolean => set.has(type);
};
const bookable = isOneOf('room', 'workspace');

const RULES: readonly Rule[] = [
  {
    what: 'Buildings, floors and sections are visible at once.',
    hours: 0,
    applies: isOneOf('building', 'floor', 'section'),
  },
  {
    what: 'Changes of rooms and workspaces, and where they belong, can take up to 24 hours.',
    hours: 24,
    applies: bookable,
  },
  {
    what: 'New mailboxes of rooms and workspaces can take up to 24 hours before they can be booked.',
    hours: 24,
    applies: (step) => step.kind === 'create' && bookable(step),
  },
  {
    what: 'Desks are in Microsoft Places at once; a desk that can be booked gets a mailbox, which can take up to 24 hours.',
    hours: 24,
    applies: isOneOf('desk'),
  },
];

/** One line per kind of change that was made, then the longest wait of all. Empty when nothing changed. */
export function propagationOf(
  done: readonly Step[],
  mapUploaded: boolean,
  completedAt: string | undefined,
): Propagation[] {
  const changed = done.filter(({ kind, fields, setsParent }) => {
    const ledgerOnly = kind === 'adopt' && !setsParent && Object.keys(fields).length === 0;
    return kind !== 'forget' && !ledgerOnly;
  });
  if (completedAt === undefined || (changed.length === 0 && !mapUploaded)) return [];
  const by = (hours: number): string => new Date(Date.parse(completedAt) + hours * HOUR).toISOString();
  return [
    ...RULES.filter(({ applies }) => changed.some(applies)).map(({ what, hours }) => ({
      what,
      expectedBy: by(hours),
    })),
    ...(mapUploaded ? [{ what: 'The floor map can take up to 1 hour.', expectedBy: by(1) }] : []),
    {
      what: 'Everything is visible in Outlook, Teams and Places within 48 hours at the latest.',
      expectedBy: by(48),
    },
  ];
}
