/** The two tables and their columns (docs/sources.md). The order is the order of our own exports. */
export interface Columns {
  readonly table: 'rooms' | 'desks';
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const ROOM_COLUMNS: Columns = {
  table: 'rooms',
  required: ['building', 'floor', 'room_id', 'name'],
  optional: ['mailbox', 'capacity', 'bookable', 'type', 'accessible', 'features', 'phone', 'map_id'],
};

export const DESK_COLUMNS: Columns = {
  table: 'desks',
  required: ['building', 'floor', 'desk_id', 'name'],
  optional: ['bookable', 'assignees', 'section', 'features', 'map_id'],
};
