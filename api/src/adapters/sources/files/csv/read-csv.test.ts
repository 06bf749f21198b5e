import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import { createFileSource } from '../file-source.ts';
import { file } from '../testing/uploads.ts';
import { ordinalFromName } from './ordinal.ts';

const ROOMS = 'building,floor,room_id,name,mailbox,capacity,bookable,type,accessible,features,phone,map_id';
const DESKS = 'building,floor,desk_id,name,bookable,assignees,section,features,map_id';
const ROOM = 'HQ,Level 1,r1,Birch,birch@contoso.example,8,yes,conference,no,videoconf|whiteboard,+46 8 1,m1';
const DESK = 'HQ,Level 1,d1,1.001,yes,ada@contoso.example|bo@contoso.example,North,dual-monitor,m2';

const rooms = (...lines: string[]) => file('rooms.csv', [ROOMS, ...lines].join('\n'));
const desks = (...lines: string[]) => file('desks.csv', [DESKS, ...lines].join('\n'));
const read = (...files: SourceFile[]) => createFileSource().readFiles(files);
const problems = async (...files: SourceFile[]) =>
  (await read(...files)).findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, path }) => `${code} ${path}`);

const utf16 = (text: string, bigEndian: boolean, bom: boolean): Uint8Array => {
  const bytes = Buffer.from(bom ? `\ufeff${text}` : text, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};

describe('rooms.csv and desks.csv', () => {
  it('become a building with floors, sections, rooms and desks', async () => {
    const { buildings } = await read(rooms(ROOM), desks(DESK, 'hq,level  1,d2,1.002,no,,,,'));
    expect(buildings).toHaveLength(1);
    const [building] = buildings;
    expect(building).toMatchObject({
      key: 'hq',
      name: 'HQ',
      complete: true,
      withoutGeometry: true,
      status: 'active',
    });
    expect(building?.floors).toHaveLength(1);
    expect(building?.floors[0]).toMatchObject({
      key: 'level 1',
      name: 'Level 1',
      ordinal: 1,
      published: true,
    });
    expect(building?.floors[0]?.spaces).toEqual([
      {
        key: 'r1',
        kind: 'room',
        name: 'Birch',
        mailbox: 'birch@contoso.example',
        capacity: 8,
        bookable: true,
        roomType: 'conference',
        accessible: false,
        features: ['videoconf', 'whiteboard'],
        phone: '+46 8 1',
        mapRef: 'm1',
        allocations: [],
      },
      { key: 'level 1/north', kind: 'section', name: 'North', features: [], allocations: [] },
      {
        key: 'd1',
        kind: 'desk',
        name: '1.001',
        parentKey: 'level 1/north',
        bookable: true,
        features: ['dual-monitor'],
        mapRef: 'm2',
        allocations: [
          { email: 'ada@contoso.example', order: 0 },
          { email: 'bo@contoso.example', order: 1 },
        ],
      },
      { key: 'd2', kind: 'desk', name: '1.002', bookable: false, features: [], allocations: [] },
    ]);
  });

  it('do not manage what is not said: an empty cell or a column that is not there', async () => {
    const short = file('r.csv', 'building;floor;room_id;name\nHQ;1;r1;Birch');
    const { buildings } = await read(short, desks('HQ,1,d1,1.001,,,,,'));
    expect(buildings[0]?.floors[0]?.spaces).toEqual([
      { key: 'r1', kind: 'room', name: 'Birch', features: [], allocations: [] },
      { key: 'd1', kind: 'desk', name: '1.001', features: [], allocations: [] },
    ]);
    expect(buildings[0]).not.toHaveProperty('address');
  });

  it('one table alone forbids conclusions about the other', async () => {
    const { buildings, findings } = await read(desks(DESK));
    expect(buildings[0]?.complete).toBe(false);
    expect(findings.map(({ code }) => code)).toContain('csv-one-table');
  });

  it('take formulas for what they are: text', async () => {
    const cell = '"=HYPERLINK(""http://x.example"",""y"")"';
    const { buildings } = await read(rooms(`HQ,1,=1+1,${cell},,,,,,,,`, "HQ,1,r2,'=A1,,,,,,,,"), desks(DESK));
    expect(buildings[0]?.floors[0]?.spaces.map(({ key, name }) => [key, name])).toEqual([
      ['=1+1', '=HYPERLINK("http://x.example","y")'],
      ['r2', '=A1'],
    ]);
  });

  it.each<[string, Uint8Array | string]>([
    ['UTF-8 with a mark', `\ufeff${ROOMS}\r\nHQ,1,r1,Åse,,,,,,,,\r\n`],
    ['semicolons', `${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`.replaceAll(',', ';')],
    ['tabs', `${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`.replaceAll(',', '\t')],
    ['a hint for spreadsheets', `sep=;\r\n${`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`.replaceAll(',', ';')}`],
    [
      'other capitals and spaces',
      `${ROOMS.toUpperCase().replace('ROOM_ID', ' Room ID')}\nHQ,1,r1,Åse,,,,,,,,`,
    ],
    ['UTF-16 little endian', utf16(`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`, false, true)],
    ['UTF-16 big endian', utf16(`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`, true, true)],
    ['UTF-16 big endian without a mark', utf16(`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`, true, false)],
    ['UTF-16 without a mark', utf16(`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`, false, false)],
    ['Windows-1252', new Uint8Array(Buffer.from(`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`, 'latin1'))],
    ['empty lines and cells left out at the end', `${ROOMS}\n\nHQ,1,r1,Åse\n\n`],
  ])('read %s', async (_what, content) => {
    const { buildings } = await read(file('export.txt', content), desks(DESK));
    expect(buildings[0]?.floors[0]?.spaces[0]).toMatchObject({ key: 'r1', kind: 'room', name: 'Åse' });
  });

  it('say that an encoding was guessed', async () => {
    const guessed = file('rooms.csv', new Uint8Array(Buffer.from(`${ROOMS}\nHQ,1,r1,Åse,,,,,,,,`, 'latin1')));
    expect(await problems(guessed, desks(DESK))).toContain('encoding rooms.csv');
  });
});

describe('tables that are refused', () => {
  it.each<[string, string, string[], RegExp]>([
    [
      'a missing and an unknown column',
      'building,floor,room_id,title\nHQ,1,r1,x',
      ['csv-headers rooms.csv:1'],
      /missing: name; unknown: title/,
    ],
    [
      'a column twice',
      'building,floor,room_id,name,name\nHQ,1,r1,x,y',
      ['csv-headers rooms.csv:1'],
      /there twice: name/,
    ],
    ['a header and nothing else', ROOMS, ['csv-empty undefined'], /no row/],
    [
      'a quote that is not closed',
      `${ROOMS}\nHQ,1,r1,"Birch,,,,,,,,`,
      ['csv-malformed rooms.csv:2'],
      /Quote/,
    ],
    ['cells beyond the header', `${ROOMS}\n${ROOM},extra`, ['csv-extra-cell rooms.csv:2'], /more cells/],
    [
      'cells that say nothing usable',
      `${ROOMS}\nHQ,1,r1,Birch,not a mailbox,many,perhaps,,,,,`,
      ['csv-cell rooms.csv:2', 'csv-cell rooms.csv:2', 'csv-cell rooms.csv:2'],
      /mailbox/,
    ],
    [
      'a room without id or name',
      `${ROOMS}\nHQ,1,,,,,,,,,,`,
      ['csv-cell rooms.csv:2', 'csv-cell rooms.csv:2'],
      /room_id is empty/,
    ],
    ['a room id twice', `${ROOMS}\nHQ,1,r1,A,,,,,,,,\nHQ,1,r1,B,,,,,,,,`, ['duplicate-id rooms.csv:3'], /r1/],
    [
      'a name of a megabyte',
      `${ROOMS}\nHQ,1,r1,${'x'.repeat(1e6)},,,,,,,,`,
      ['csv-cell rooms.csv:2'],
      /1000000 characters/,
    ],
  ])('%s', async (_what, text, expected, words) => {
    const { buildings, findings } = await read(file('rooms.csv', text), desks());
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(errors.map(({ message }) => message).join()).toMatch(words);
    expect(buildings).toEqual([]);
  });

  it('two tables of the same kind', async () => {
    expect(await problems(rooms(ROOM), file('more.csv', `${ROOMS}\n${ROOM}`))).toContain(
      'csv-same-table undefined',
    );
  });

  it('C43 an assignee that is none is told by its place, not by what was written', async () => {
    const line = 'HQ,Level 1,d1,1.001,yes,ada@contoso.example|Bo <bo@contoso.example>,North,,';
    const { findings } = await read(rooms(ROOM), desks(line));
    expect(findings.map(({ message }) => message)).toContain(
      'desks.csv:2: assignees entry 2 is not an e-mail address',
    );
    expect(JSON.stringify(findings)).not.toMatch(/(ada|bo)@/i);
  });

  it('the line is right behind a cell with line breaks', async () => {
    expect(
      await problems(rooms('HQ,1,r1,"Two\nlines",,,,,,,,', 'HQ,1,r2,Birch,,many,,,,,,'), desks(DESK)),
    ).toContain('csv-cell rooms.csv:4');
  });
});

describe('the order of a floor from its name', () => {
  it.each([
    ['Level 3', 3],
    ['3', 3],
    ['Ground floor', 0],
    ['EG', 0],
    ['Rez-de-chaussée', 0],
    ['-1', -1],
    ['B2', -2],
    ['Basement', -1],
    ['Étage 12', 12],
    ['HQ Level 3 (east)', 3],
    ['Roof', undefined],
  ])('%s', (name, ordinal) => {
    expect(ordinalFromName(name)).toBe(ordinal);
  });
});
