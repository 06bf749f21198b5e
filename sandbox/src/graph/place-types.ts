/** Which places there are and where each may hang. */

export type PlaceType = 'building' | 'floor' | 'section' | 'room' | 'workspace' | 'desk' | 'roomList';

/**
 * Allowed parents. A workspace under a floor is what only one of three pages allows, so it is refused
 * (graph-places.md section 6).
 */
export const PARENTS: Readonly<Record<PlaceType, readonly PlaceType[]>> = {
  building: [],
  floor: ['building'],
  section: ['floor'],
  room: ['floor', 'section'],
  workspace: ['section'],
  desk: ['section'],
  roomList: [],
};

export const PLACE_TYPES = Object.keys(PARENTS) as readonly PlaceType[];

/** Default page size of a list (graph-places.md section 2). */
export const PAGE_SIZE: Readonly<Record<PlaceType, number>> = {
  building: 1000,
  floor: 1000,
  section: 1000,
  desk: 1000,
  room: 100,
  workspace: 100,
  roomList: 100,
};

/** Types with a mailbox of their own: their `id` is mailbox-side and differs from `placeId`, and their address works in a path. */
export const hasOwnMailbox = (type: PlaceType): boolean =>
  type === 'room' || type === 'workspace' || type === 'roomList';

/** Only these can be deleted through Graph (graph-places.md section 9). */
export const isDeletable = (type: PlaceType): boolean =>
  type === 'building' || type === 'floor' || type === 'section' || type === 'desk';

export const odataType = (type: PlaceType): string => `#microsoft.graph.${type}`;

/** `#microsoft.graph.room` and `microsoft.graph.room`, as an annotation writes it. */
export function typeOfAnnotation(annotation: string): PlaceType | undefined {
  const name = /^#?microsoft\.graph\.(\w+)$/.exec(annotation)?.[1];
  return PLACE_TYPES.find((type) => type === name);
}

/** `microsoft.graph.room` and `graph.room`, as a path segment writes it; the documentation writes `roomlist` in lower case. */
export function typeOfSegment(segment: string): PlaceType | undefined {
  const name = /^(?:microsoft\.)?graph\.(\w+)$/.exec(segment)?.[1];
  return name === 'roomlist' ? 'roomList' : PLACE_TYPES.find((type) => type === name);
}
