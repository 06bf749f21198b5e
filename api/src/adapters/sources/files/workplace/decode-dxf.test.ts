import { describe, expect, it } from 'vitest';
import { decodeDxf } from './decode-dxf.ts';
import { loadPlan } from './load-plan.ts';

const dxf = (page: string, words: Uint8Array | string) =>
  Buffer.concat([
    Buffer.from(
      `0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\n${page}\n0\nENDSEC\n0\nTEXT\n1\n`,
    ),
    Buffer.from(words),
    Buffer.from('\n0\nEOF\n'),
  ]);
const read = (bytes: Uint8Array) => decodeDxf({ name: 'plan.dxf', bytes });

describe('the letters of a DXF', () => {
  it.each([
    ['ANSI_1252', [0xc4, 0x72], 'Är'],
    ['ANSI_1251', [0xc7, 0xe0, 0xeb], 'Зал'],
    ['ansi_1253', [0xc1, 0xdf], 'Αί'],
    ['ANSI_932', [0x89, 0xef, 0x8b, 0x63, 0x8e, 0xba], '会議室'],
    ['ANSI_936', [0xbb, 0xe1, 0xd2, 0xe9], '会议'],
    ['ANSI_949', [0xc8, 0xb8, 0xc0, 0xc7], '회의'],
    ['ANSI_950', [0xb7, 0x7c, 0xc4, 0xb3], '會議'],
    ['ANSI_874', [0xcb, 0xe9], 'ห้'],
  ])('are those of its code page %s', (page, bytes, words) => {
    const { text, findings } = read(dxf(page, Uint8Array.from(bytes)));
    expect(text).toContain(`\n${words}\n`);
    expect(findings).toEqual([]);
  });

  it('are UTF-8 where they are, whatever it names; a page nobody knows is a guess, and it is told', () => {
    expect(read(dxf('ANSI_1252', '会議室')).text).toContain('会議室');
    const { findings } = read(dxf('dos737', Uint8Array.from([0xc4])));
    expect(findings.map(({ code }) => code)).toEqual(['encoding']);
  });
});

it.each([
  ['a binary DXF', 'AutoCAD Binary DXF\r\n\u001a\u0000\u0000\u0000SECTION'],
  ['a DWG', 'AC1032\u0000\u0000'],
])('%s is refused with what to do', (_what, content) => {
  const files = new Map([['p.dxf', { name: 'p.dxf', bytes: new TextEncoder().encode(content) }]]);
  const { content: text, findings } = loadPlan({ kind: 'dxf', href: 'p.dxf' }, '/floors/0', files);
  expect(text).toBeUndefined();
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'plan-unreadable: p.dxf is not a text DXF: save it as ASCII DXF',
  ]);
});
