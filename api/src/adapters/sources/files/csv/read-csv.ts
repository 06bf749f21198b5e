import type { DraftBuilding, DraftFloor, DraftSpace } from '../../../../core/model/draft.ts';
import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import type { Limits } from '../limits.ts';
import type { Reading } from '../reading.ts';
import { Cells } from './cells.ts';
import { DESK_COLUMNS, ROOM_COLUMNS, type Columns } from './columns.ts';
import { ordinalFromName } from './ordinal.ts';
import { readTable, type Row, type Table } from './read-table.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';

/** Reads `rooms.csv` and `desks.csv`; which is which follows from the columns. Buildings and floors are the names in them. */
export function readCsv(files: readonly SourceFile[], limits: Limits): Reading {
  const findings: Finding[] = [];
  const tables = files.map((file) => {
    const table = readTable(file, limits);
    const columns = columnsOf(table);
    for (const finding of [...table.findings, ...headerFindings(table, columns)]) findings.push(finding);
    return { table, columns };
  });
  const kinds = new Set(tables.map(({ columns }) => columns.table));
  if (kinds.size < tables.length) findings.push(sameTableTwice(tables.map(({ table }) => table.name)));
  if (findings.some(isError)) return { drafts: [], findings };

  const complete = kinds.size === 2;
  if (!complete) findings.push(otherTableMissing(kinds.has('rooms') ? 'desks' : 'rooms'));
  const site = new Site();
  for (const { table, columns } of tables) {
    for (const row of table.rows) {
      const cells = new Cells(row, findings);
      if (columns.table === 'rooms') addRoom(site, row, cells);
      else addDesk(site, row, cells);
    }
  }
  const drafts = site.drafts(complete, findings);
  if (drafts.length === 0 && !findings.some(isError)) findings.push(empty(files));
  return findings.some(isError) ? { drafts: [], findings } : { drafts, findings };
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

const columnsOf = ({ header }: Table): Columns =>
  header.includes('desk_id') || (!header.includes('room_id') && header.includes('assignees'))
    ? DESK_COLUMNS
    : ROOM_COLUMNS;

/** Missing and unknown columns, all in one sentence: a misspelt `mailbox` would create rooms that exist already. */
function headerFindings({ name, header, findings }: Table, columns: Columns): Finding[] {
  if (findings.some(isError)) return [];
  const known = [...columns.required, ...columns.optional];
  const missing = columns.required.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !known.includes(column));
  const twice = header.filter((column, i) => header.indexOf(column) !== i);
  const faults = [
    ...(missing.length > 0 ? [say`missing: ${{ names: shownColumns(missing) }}`] : []),
    ...(unknown.length > 0 ? [say`unknown: ${{ names: shownColumns(unknown) }}`] : []),
    ...(twice.length > 0 ? [say`there twice: ${{ names: shownColumns(twice) }}`] : []),
  ];
  if (faults.length === 0) return [];
  const what = faults.reduce((before, fault) => say`${{ before }}; ${{ fault }}`);
  return [
    {
      code: 'csv-headers',
      severity: 'error',
      ...spoken({
        message: say`${{ name }}: the columns do not fit a table of ${{ table: columns.table }}; ${{ what }}`,
        hint: say`Columns of ${{ table: columns.table }}.csv: ${{ names: known }}. The first four are needed.`,
      }),
      path: `${name}:1`,
    },
  ];
}

const shownColumns = (names: readonly string[]): string[] =>
  names.map((column) => column.slice(0, 40) || '(empty)');

const sameTableTwice = (names: readonly string[]): Finding => ({
  code: 'csv-same-table',
  severity: 'error',
  ...spoken({
    message: say`${{ names }} are the same kind of table; upload one table of rooms and one of desks`,
  }),
});

const otherTableMissing = (table: string): Finding => ({
  code: 'csv-one-table',
  severity: 'warning',
  ...spoken({
    message: say`There is no table of ${{ table }}: nothing is concluded about ${{ table }} that are not in it`,
    hint: say`Upload rooms.csv and desks.csv together when the lists are complete.`,
  }),
});

const empty = (files: readonly SourceFile[]): Finding => ({
  code: 'csv-empty',
  severity: 'error',
  ...spoken({ message: say`${{ names: files.map(({ name }) => name) }}: there is no row below the header` }),
});

function addRoom(site: Site, row: Row, cells: Cells): void {
  const place = placeOf(site, row, cells, 'room_id');
  const [mailbox, type, phone] = [cells.email('mailbox'), cells.text('type'), cells.text('phone')];
  const [capacity, bookable, accessible] = [
    cells.capacity('capacity'),
    cells.flag('bookable'),
    cells.flag('accessible'),
  ];
  place?.floor.spaces.push({
    ...place.space,
    kind: 'room',
    mailbox,
    type,
    phone,
    capacity,
    bookable,
    accessible,
  });
}

function addDesk(site: Site, row: Row, cells: Cells): void {
  const place = placeOf(site, row, cells, 'desk_id');
  const [bookable, assignees, section] = [
    cells.flag('bookable'),
    cells.people('assignees'),
    cells.text('section'),
  ];
  if (!place) return;
  const parentId = section === undefined ? undefined : place.floor.section(section, row.path);
  const allocations = assignees?.map((email, order) => ({ email, order }));
  place.floor.spaces.push({ ...place.space, kind: 'desk', bookable, parentId, allocations });
}

type Common = Pick<DraftSpace, 'path' | 'id' | 'name' | 'floorId' | 'features' | 'mapRef'>;

/** What rooms and desks have in common; undefined when the row is unusable (a finding says why). */
function placeOf(
  site: Site,
  row: Row,
  cells: Cells,
  idColumn: string,
): { floor: SiteFloor; space: Common } | undefined {
  const [building, floorName] = [cells.required('building'), cells.required('floor')];
  const [id, name] = [cells.id(idColumn), cells.required('name')];
  const [features, mapRef] = [cells.list('features'), cells.text('map_id')];
  if (!building || !floorName || !id || !name) return undefined;
  const floor = site.floor(building, floorName, row.path);
  return { floor, space: { path: row.path, id, name, floorId: floor.id, features, mapRef } };
}

/** Two spellings that differ in capitals and spaces only are the same place, today and after the next export. */
const keyOf = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

class SiteFloor {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly spaces: DraftSpace[] = [];
  private readonly sections = new Set<string>();

  constructor(name: string, path: string) {
    this.id = keyOf(name);
    this.name = name;
    this.path = path;
  }

  /** Id of a section of this floor, which is made when it is named for the first time. */
  section(name: string, path: string): string {
    const id = `${this.id}/${keyOf(name)}`;
    if (!this.sections.has(id)) {
      this.sections.add(id);
      this.spaces.push({ path, id, kind: 'section', name, floorId: this.id });
    }
    return id;
  }
}

interface SiteBuilding {
  readonly name: string;
  readonly path: string;
  readonly floors: Map<string, SiteFloor>;
}

/** Buildings and floors as they turn up in the rows. */
class Site {
  private readonly buildings = new Map<string, SiteBuilding>();

  floor(buildingName: string, floorName: string, path: string): SiteFloor {
    const key = keyOf(buildingName);
    const building: SiteBuilding = this.buildings.get(key) ?? { name: buildingName, path, floors: new Map() };
    this.buildings.set(key, building);
    const floor = building.floors.get(keyOf(floorName)) ?? new SiteFloor(floorName, path);
    building.floors.set(floor.id, floor);
    return floor;
  }

  drafts(complete: boolean, findings: Finding[]): DraftBuilding[] {
    return [...this.buildings].map(([id, { name, path, floors }]) => {
      findings.push(withoutPlans(id, name, path));
      return {
        path,
        id,
        name,
        complete,
        withoutGeometry: true,
        source: { system: 'csv', instance: 'files' },
        floors: [...floors.values()].map((floor, i) => floorDraft(floor, i, findings)),
        spaces: [...floors.values()].flatMap((floor) => floor.spaces),
      };
    });
  }
}

const withoutPlans = (key: string, name: string, path: string): Finding => ({
  code: 'without-geometry',
  severity: 'info',
  ...spoken({
    message: say`Tables have no floor plans: the places of ${{ name }} are synced, its map is not drawn`,
  }),
  key,
  path,
});

function floorDraft({ id, name, path }: SiteFloor, position: number, findings: Finding[]): DraftFloor {
  const fromName = ordinalFromName(name);
  const ordinal = fromName ?? position;
  findings.push({
    code: fromName === undefined ? 'ordinal-guessed' : 'ordinal-from-name',
    severity: fromName === undefined ? 'warning' : 'info',
    ...spoken({
      message:
        fromName === undefined
          ? say`Floor ${{ name }}: no number in its name, so its place in the table gives its order (${{ ordinal }})`
          : say`Floor ${{ name }}: its order ${{ ordinal }} is taken from its name (0 = ground floor)`,
    }),
    key: id,
    path,
  });
  return { path, id, name, ordinal, published: true };
}
