/** Buildings as a source gives them, for tests. */
import type { Building, Floor, Space } from '../../src/core/model/building.ts';

/** A desk that can be booked, unless told otherwise. */
const aDesk = (key: string, more: Partial<Space> = {}): Space => ({
  key,
  kind: 'desk',
  name: `Desk ${key}`,
  features: [],
  allocations: [],
  bookable: true,
  ...more,
});

/** A room whose mailbox is not known: Microsoft makes one. */
export const aRoom = (key: string, more: Partial<Space> = {}): Space => ({
  key,
  kind: 'room',
  name: `Room ${key}`,
  features: [],
  allocations: [],
  capacity: 6,
  ...more,
});

export const aFloor = (
  key: string,
  ordinal: number,
  spaces: readonly Space[],
  more: Partial<Floor> = {},
): Floor => ({
  key,
  name: `Floor ${key}`,
  ordinal,
  published: true,
  spaces,
  ...more,
});

/** A building of `floors` floors, each with this many rooms and desks; all keys and names are different. */
export function aBuilding(
  size: { readonly floors?: number; readonly rooms?: number; readonly desks?: number } = {},
  more: Partial<Building> = {},
): Building {
  const { floors = 1, rooms = 1, desks = 2 } = size;
  const floorAt = (_: unknown, at: number) =>
    aFloor(`f${at}`, at, [
      ...Array.from({ length: rooms }, (_room, number) => aRoom(`f${at}-r${number}`)),
      ...Array.from({ length: desks }, (_desk, number) => aDesk(`f${at}-d${number}`)),
    ]);
  return {
    key: 'hq',
    name: 'Contoso House',
    address: { street: '1 Sample Street', city: 'Sampleton', countryOrRegion: 'SE' },
    status: 'active',
    complete: true,
    withoutGeometry: true,
    source: { system: 'test', instance: 'contoso.example' },
    floors: Array.from({ length: floors }, floorAt),
    ...more,
  };
}

/** The same building with every space changed by `change`; a space it turns into null is gone. */
export function changed(building: Building, change: (space: Space) => Space | null): Building {
  const floors = building.floors.map((floor) => ({
    ...floor,
    spaces: floor.spaces.flatMap((space) => change(space) ?? []),
  }));
  return { ...building, floors };
}
