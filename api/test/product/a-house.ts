/** A building of any size as a workplace document; every name of it has an H, so that a test finds them again. */
export function aHouse({ id = 'house', floors = 1, desksPerFloor = 10, roomsPerFloor = 2 } = {}): object {
  const outline = {
    type: 'local',
    unit: 'm',
    polygon: [
      [
        [0, 0],
        [60, 0],
        [60, 40],
        [0, 40],
        [0, 0],
      ],
    ],
  };
  const numbers = Array.from({ length: floors }, (_, index) => index);
  return {
    schema: 'workplace/1.0',
    complete: true,
    source: { system: 'test', instance: 'house', exportedAt: '2026-01-05T08:00:00Z' },
    buildings: [
      {
        id,
        name: `House H ${id}`,
        timeZone: 'Europe/Stockholm',
        address: { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' },
        position: { latitude: 59.8, longitude: 17.6 },
        frame: { anchor: { latitude: 59.8, longitude: 17.6 }, rotation: 0 },
        floors: numbers.map((n) => ({
          id: `f${n}`,
          name: `Floor H${n}`,
          ordinal: n,
          published: true,
          outline,
        })),
        spaces: numbers.flatMap((n) => [
          ...Array.from({ length: roomsPerFloor }, (_, index) => room(n, index)),
          ...Array.from({ length: desksPerFloor }, (_, index) => desk(n, index)),
        ]),
      },
    ],
  };
}

const rectangle = (x: number, y: number, width: number, depth: number) => ({
  type: 'local',
  unit: 'm',
  polygon: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + depth],
      [x, y + depth],
      [x, y],
    ],
  ],
});

const room = (floor: number, index: number) => ({
  id: `r${floor}-${index}`,
  kind: 'room',
  floorId: `f${floor}`,
  name: `Room H${floor}.${index}`,
  capacity: 4 + (index % 8),
  bookable: true,
  geometry: rectangle((index % 10) * 6, 36, 6, 4),
});

const desk = (floor: number, index: number) => ({
  id: `d${floor}-${index}`,
  kind: 'desk',
  floorId: `f${floor}`,
  name: `Desk H${floor}.${String(index).padStart(4, '0')}`,
  bookable: true,
  geometry: rectangle((index % 30) * 2, Math.floor(index / 30) * 1.6, 1.6, 0.8),
});
