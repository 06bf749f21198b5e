import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LIMITS, type Limits } from '../limits.ts';
import { file, zipOf, type Entry } from '../testing/uploads.ts';
import { unpack } from './unpack.ts';

const read = (entries: readonly Entry[], limits: Limits = LIMITS) =>
  unpack(file('a.zip', zipOf(entries)), limits);
const names = (unpacked: ReturnType<typeof unpack>) => unpacked.files.map(({ name }) => name);
const codes = (unpacked: ReturnType<typeof unpack>) =>
  unpacked.findings.map(({ code, severity }) => `${severity} ${code}`);
const hello: Entry = { name: 'hello.txt', content: 'hello' };
const MB = 1024 * 1024;

/** Bytes that do not pack: a simple generator, the same every time. */
function noise(size: number): Uint8Array {
  let seed = 1;
  return Uint8Array.from({ length: size }, () => (seed = (seed * 48271) % 2147483647) & 255);
}

describe('what is fine', () => {
  it.each<[string, Entry]>([
    ['deflated', hello],
    ['stored', { ...hello, stored: true }],
    ['with 64-bit sizes', { ...hello, wide: true }],
    ['written as a stream: checksum and sizes behind the data', { ...hello, descriptor: true }],
    ['written as a stream, stored', { ...hello, descriptor: true, stored: true }],
    ['in a folder, written on Windows', { ...hello, name: 'a\\b\\hello.txt' }],
  ])('%s', (_what, entry) => {
    const unpacked = read([entry]);
    expect(unpacked.findings).toEqual([]);
    expect(new TextDecoder().decode(unpacked.files[0]?.bytes)).toBe('hello');
    expect(unpacked.files[0]?.name).toBe(entry.name.replaceAll('\\', '/'));
  });

  it.each([{ comment: 'made by PK\x05\x06' }, { wide: true }, { wide: true, comment: 'x'.repeat(65_000) }])(
    'whatever stands at its end',
    (end) => {
      const unpacked = unpack(file('a.zip', zipOf([hello, { ...hello, name: 'b' }], end)), LIMITS);
      expect([names(unpacked), unpacked.findings]).toEqual([['hello.txt', 'b'], []]);
    },
  );

  it('a zip64 end that lies is damage', () => {
    const bytes = zipOf([hello], { wide: true });
    const view = new DataView(bytes.buffer);
    for (const [at, value] of [
      [bytes.length - 34, 9n],
      [bytes.length - 34, 2n ** 60n],
      [bytes.length - 50, 2n ** 63n],
    ] as const) {
      const before = view.getBigUint64(at, true);
      view.setBigUint64(at, value, true);
      expect(codes(unpack(file('a.zip', bytes), LIMITS))).toEqual(['error zip-damaged']);
      view.setBigUint64(at, before, true);
    }
  });

  it('reads what another zip writer wrote, and an empty archive', () => {
    const other = zipSync({ 'x/y.json': new TextEncoder().encode('{}'), 'z.txt': noise(5000) });
    expect(names(unpack(file('b.zip', other), LIMITS))).toEqual(['x/y.json', 'z.txt']);
    expect(read([])).toEqual({ files: [], findings: [] });
  });

  it('unpacks data that packs well, as long as it stays within the ratio', () => {
    const repeated = 'a desk and another desk, '.repeat(60_000);
    expect(
      read([{ name: 'a', content: `${repeated}${Buffer.from(noise(30_000)).toString('hex')}` }]).findings,
    ).toEqual([]);
  });
});

describe('what is refused, without a byte unpacked', () => {
  it.each<[string, Entry[], string]>([
    ['a name that climbs out', [{ ...hello, name: '../../etc/x' }], 'zip-unsafe-name'],
    ['a name that climbs out, Windows', [{ ...hello, name: 'a\\..\\..\\x' }], 'zip-unsafe-name'],
    ['an absolute name', [{ ...hello, name: '/etc/x' }], 'zip-unsafe-name'],
    ['a drive', [{ ...hello, name: 'C:/x' }], 'zip-unsafe-name'],
    ['a name with a zero byte', [{ ...hello, name: 'a\0b' }], 'zip-unsafe-name'],
    ['an encrypted entry', [{ ...hello, flags: 0x801 }], 'zip-encrypted'],
    ['an unknown method', [{ ...hello, method: 14 }], 'zip-method'],
    ['the same name twice', [hello, hello], 'zip-duplicate-entry'],
    ['a wrong size', [{ ...hello, claimedSize: 3 }], 'zip-damaged'],
    ['a wrong checksum', [{ ...hello, crc: 1 }], 'zip-damaged'],
    ['deflated data that is none', [{ ...hello, stored: true, method: 8 }], 'zip-damaged'],
    ['10 MB of zeros', [hello, { name: 'bomb', content: new Uint8Array(10 * MB) }], 'zip-ratio'],
    [
      'zeros that claim to be small',
      [{ name: 'bomb', content: new Uint8Array(10 * MB), claimedSize: 5 }],
      'zip-ratio',
    ],
  ])('%s', (_what, entries, code) => {
    expect(read(entries)).toMatchObject({ files: [], findings: [{ severity: 'error', code }] });
  });

  it('more unpacked bytes than allowed, counted and not believed', () => {
    const entries = ['a', 'b', 'c'].map((name) => ({ name, content: noise(600_000), claimedSize: 1 }));
    const honest = entries.map(({ name, content }) => ({ name, content }));
    expect(() => read(honest, { ...LIMITS, unpacked: MB })).toThrow(
      expect.objectContaining({ kind: 'tooLarge', code: 'zip-unpacked' }),
    );
    expect(codes(read(entries))).toEqual(['error zip-damaged']);
    const stored = honest.map((entry) => ({ ...entry, stored: true }));
    expect(() => read(stored, { ...LIMITS, unpacked: MB })).toThrow(
      expect.objectContaining({ kind: 'tooLarge' }),
    );
  });

  it('C33 a bomb, before it has gone off', () => {
    const packed = deflateRawSync(new Uint8Array(100 * MB));
    const bomb = zipOf([{ name: 'unit.geojson', content: packed, stored: true, method: 8 }]);
    const before = process.resourceUsage().maxRSS;
    expect(codes(unpack(file('bomb.zip', bomb), LIMITS))).toEqual(['error zip-ratio']);
    expect((process.resourceUsage().maxRSS - before) * 1024).toBeLessThan(64 * MB);
  });

  it('more entries than allowed', () => {
    const entries = Array.from({ length: 2001 }, (_, i) => ({ name: `f${i}`, content: '' }));
    expect(() => read(entries)).toThrow(expect.objectContaining({ kind: 'tooLarge', code: 'zip-entries' }));
    expect(read(entries.slice(1)).files).toHaveLength(2000);
  });

  it('an archive that was cut off anywhere, and one with a damaged list', () => {
    const whole = zipOf([hello, { name: 'n', content: noise(2000) }]);
    for (let tenth = 0; tenth < 10; tenth++) {
      const cut = whole.slice(0, Math.floor((whole.length * tenth) / 10));
      expect(codes(unpack(file('cut.zip', cut), LIMITS)), `${tenth}/10`).toEqual(['error zip-damaged']);
    }
    for (let at = 0; at < whole.length; at += 7) {
      const broken = Uint8Array.from(whole);
      broken[at] = (broken[at] as number) ^ 0xff;
      expect(() => unpack(file('x.zip', broken), LIMITS)).not.toThrow();
    }
  });
});

it('does not follow links, and says so', () => {
  const unpacked = read([hello, { name: 'link', content: '/etc/passwd', mode: 0o120777 }]);
  expect(names(unpacked)).toEqual(['hello.txt']);
  expect(codes(unpacked)).toEqual(['warning zip-link']);
});
