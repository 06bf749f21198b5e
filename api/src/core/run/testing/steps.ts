/** Steps and faults for tests. */
import type { LivePlace, PlaceId } from '../../model/place.ts';
import type { Step } from '../../plan/plan.ts';
import type { Outcome, ServiceFault } from '../outcome.ts';

export const step = (change: Partial<Step> = {}): Step => {
  const made = {
    kind: 'create',
    type: 'desk',
    key: 'd',
    name: 'Desk 1',
    wave: 3,
    action: 'create',
    parent: { type: 'section', key: 's' },
    fields: { displayName: 'Desk 1' },
    setsParent: true,
    ledgerFields: { displayName: 'Desk 1' },
    ...change,
  } as const;
  return { id: `${made.kind}:${made.type}:${made.key}`, ...made };
};

export const fault = (status: number | null, code = 'UnknownError', message = 'No.'): ServiceFault => ({
  status,
  code,
  message,
  requestId: 'request-1',
  clientRequestId: 'client-1',
});

export const refused = (status: number, code?: string): Outcome => ({
  result: 'refused',
  error: fault(status, code),
});

export const made = (change: Partial<LivePlace> = {}): LivePlace => ({
  type: 'desk',
  id: 'id-1',
  placeId: 'id-1' as PlaceId,
  parentId: 'section-1',
  fields: { displayName: 'Desk 1' },
  ...change,
});
