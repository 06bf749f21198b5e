/** Buildings to upload: as many floors and desks as a test needs. */

const square = (x: number, y: number, width: number, height: number) => ({
  type: 'local',
  unit: 'm',
  polygon: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ],
});

interface Size {
  readonly floors: number;
  readonly desksPerFloor: number;
  readonly roomsPerFloor: number;
}

/** A `workplace/1.0` document with one building. Desks are numbered through: "Desk 1", "Desk 2". */
function office(name: string, { floors, desksPerFloor, roomsPerFloor }: Size) {
  const id = name.toLowerCase().replaceAll(' ', '-');
  const perRow = 25;
  const spaces = Array.from({ length: floors }, (_, floor) => [
    ...Array.from({ length: roomsPerFloor }, (_, room) => ({
      id: `r${floor}-${room}`,
      kind: 'room',
      floorId: `f${floor}`,
      name: `Room ${floor}.${room}`,
      capacity: 6,
      bookable: true,
      geometry: square(1 + room * 6, 1, 5, 4),
    })),
    ...Array.from({ length: desksPerFloor }, (_, desk) => ({
      id: `d${floor}-${desk}`,
      kind: 'desk',
      floorId: `f${floor}`,
      name: `Desk ${floor * desksPerFloor + desk + 1}`,
      bookable: true,
      geometry: square(1 + (desk % perRow) * 2, 8 + Math.floor(desk / perRow) * 2, 1.6, 0.8),
    })),
  ]).flat();
  return {
    schema: 'workplace/1.0',
    complete: true,
    source: { system: 'test', instance: 'test', exportedAt: '2026-03-01T00:00:00Z' },
    buildings: [
      {
        id,
        name,
        timeZone: 'Europe/Stockholm',
        address: { street: 'Exempelgatan 1', city: 'Stockholm', countryOrRegion: 'SE' },
        position: { latitude: 59.33, longitude: 18.06 },
        frame: { anchor: { latitude: 59.33, longitude: 18.06 } },
        floors: Array.from({ length: floors }, (_, floor) => ({
          id: `f${floor}`,
          name: `Level ${floor}`,
          ordinal: floor,
          published: true,
          outline: square(0, 0, 60, 12 + Math.ceil(desksPerFloor / perRow) * 2),
        })),
        spaces,
      },
    ],
  };
}

export const smallOffice = (name: string, desks = 12) =>
  office(name, { floors: 1, desksPerFloor: desks, roomsPerFloor: 2 });

/** About that many places. */
export const largeOffice = (name: string, places: number) =>
  office(name, { floors: Math.ceil(places / 250), desksPerFloor: 250, roomsPerFloor: 4 });

/** One floor with that many desks: for the map. */
export const floorOfDesks = (name: string, desks: number) =>
  office(name, { floors: 1, desksPerFloor: desks, roomsPerFloor: 8 });

/** One floor of desks alone: a create of one that was cut off is settled without a person, a room's is not. */
export const deskHall = (name: string, desks: number) =>
  office(name, { floors: 1, desksPerFloor: desks, roomsPerFloor: 0 });
