/** A small document that is right; tests change one thing at a time. */
export const workplaceDocument = () => ({
  schema: 'workplace/1.0',
  complete: true,
  source: { system: 'test', instance: 'one', exportedAt: '2026-02-01T08:00:00Z' },
  buildings: [workplaceBuilding('hq')],
});

export const workplaceBuilding = (id: string) => ({
  id,
  name: `Building ${id}`,
  timeZone: 'Europe/Stockholm',
  address: { street: 'Exempelgatan 1', city: 'Stockholm', countryOrRegion: 'SE' },
  position: { latitude: 59.33, longitude: 18.06 },
  frame: { anchor: { latitude: 59.33, longitude: 18.06 }, rotation: 10 },
  floors: [
    {
      id: '1',
      name: 'Level 1',
      ordinal: 1,
      published: true,
      outline: { type: 'local', unit: 'm', polygon: [square(0, 0, 20)] },
    },
  ],
  spaces: [
    {
      id: 'r1',
      kind: 'room',
      floorId: '1',
      name: 'Birch',
      capacity: 8,
      bookable: true,
      mailbox: `birch.${id}@contoso.example`,
      geometry: { type: 'local', unit: 'm', polygon: [square(1, 1, 5)] },
    },
    {
      id: 'd1',
      kind: 'desk',
      floorId: '1',
      name: '1.001',
      bookable: true,
      geometry: { type: 'local', unit: 'm', polygon: [square(10, 10, 1)] },
      allocations: [{ email: 'ada@contoso.example', from: '2026-01-01' }],
    },
  ],
});

/** A closed ring: its lower left corner and the length of a side. */
export const square = (x: number, y: number, side: number): number[][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

/** The document with one value changed, by JSON pointer; `undefined` removes the field. */
export function changed(document: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(document);
  const parts = pointer.slice(1).split('/');
  const last = parts.pop() as string;
  const owner = parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], copy);
  if (value === undefined) delete (owner as Record<string, unknown>)[last];
  else (owner as Record<string, unknown>)[last] = value;
  return copy;
}
