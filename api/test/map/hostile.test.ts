/** Whatever comes in: a map with findings, or a refusal in words; never a crash. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPackage } from '../../src/core/map/check-package.ts';
import { floorSvg } from '../../src/core/map/floor-svg.ts';
import type { Position } from '../../src/core/model/building.ts';
import { readPlacesZip } from './check-bytes.ts';
import { box, drawn, floor, local, space, synced } from './drawn-building.ts';
import { make } from './make.ts';

const wild = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -0, 1e308, 1e16, 180, -90, 1e-9),
  fc.integer({ min: -20, max: 20 }),
);
const rings = fc.array(fc.array(fc.tuple(wild, wild), { maxLength: 12 }), { maxLength: 4 });

describe('hostile shapes', () => {
  it('give a flawless package or none', () => {
    fc.assert(
      fc.property(
        fc.array(rings, { maxLength: 4 }),
        fc.constantFrom('local' as const, 'geo' as const),
        (polygons, type) => {
          const odd = space('odd', 'room', { type, polygons });
          const { zip, floors } = make(
            synced(drawn([floor('0', 0, [odd, space('r', 'room', local(box(0, 0, 4, 4)))])])),
          );
          expect(floors).toBe(1);
          expect(readPlacesZip(zip!).faults).toEqual([]);
        },
      ),
      {
        numRuns: 150,
        // A long thin shape whose closed outline touches itself on an edge.
        examples: [
          [
            [
              [
                [
                  [1e-9, -1],
                  [0, 0],
                  [-90, 2],
                ],
              ],
            ],
            'local',
          ],
        ],
      },
    );
  });

  it('made of thousands of crossing lines end in reasonable time', () => {
    const star = Array.from({ length: 2001 }, (_, i): Position => {
      const turn = (i * 1000 * 2 * Math.PI) / 2001;
      return [20 * Math.cos(turn), 20 * Math.sin(turn)];
    });
    const { zip, findings } = make(
      synced(
        drawn([floor('0', 0, [space('s', 'room', local(star)), space('r', 'room', local(box(0, 0, 4, 4)))])]),
      ),
    );
    expect(readPlacesZip(zip!).faults).toEqual([]);
    expect(findings.map(({ code }) => code)).toContain('map-outline-tangled');
  });

  it('in another country, or with swapped axes, are named', () => {
    const room = [space('r', 'room', local(box(0, 0, 4, 4)))];
    const at = (latitude: number, longitude: number) =>
      make(
        synced(
          drawn([floor('0', 0, room)], {
            address: { countryOrRegion: 'SE' },
            position: { latitude: 59.33, longitude: 18.06 },
            frame: { anchor: { latitude, longitude }, rotation: 0, scale: 1 },
          }),
        ),
      ).findings.map(({ code, hint }) => `${code} ${hint}`);
    expect(at(59.33, 18.06)).toEqual([]);
    expect(at(18.06, 59.33)).toEqual([
      'map-other-country Latitude and longitude look swapped.',
      'map-position-apart Correct the position, or the anchor of the frame.',
    ]);
  });
});

describe('hostile packages', () => {
  const file = fc.oneof(
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.string(),
    fc.constant(null),
    fc
      .array(
        fc.record(
          {
            type: fc.constantFrom('Feature', 'x'),
            id: fc.oneof(fc.uuid({ version: 4 }), fc.jsonValue()),
            feature_type: fc.constantFrom('unit', 'level', 'building'),
            geometry: fc.oneof(
              fc.record({ type: fc.constantFrom('Polygon', 'MultiPolygon'), coordinates: fc.jsonValue() }),
              fc.jsonValue(),
            ),
            properties: fc.oneof(
              fc.dictionary(
                fc.constantFrom('name', 'level_id', 'building_ids', 'display_point', '__proto__', 'category'),
                fc.jsonValue(),
              ),
              fc.jsonValue(),
            ),
          },
          { requiredKeys: [] },
        ),
      )
      .map((features) => JSON.stringify({ type: 'FeatureCollection', features })),
  );
  const names = fc.constantFrom(
    'unit.geojson',
    'level.geojson',
    'building.geojson',
    'footprint.geojson',
    'x',
    '__proto__',
  );

  it('are told what is wrong', () => {
    fc.assert(
      fc.property(fc.dictionary(names, file), (files) => {
        const findings = checkPackage(new Map(Object.entries(files)));
        expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
        expect(findings.every(({ message, hint }) => message !== '' && hint !== '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('with more faults than a call has arguments are read to the end', () => {
    const features = Array.from({ length: 150_000 }, () => null);
    const text = JSON.stringify({ type: 'FeatureCollection', features });
    expect(checkPackage(new Map([['unit.geojson', text]])).length).toBeGreaterThan(150_000);
  });
});

describe('the static picture of a floor', () => {
  it('shows every shape and runs nothing', () => {
    const evil = space('e', 'room', local(box(0, 0, 4, 4)), { name: '<script>"&\u0000' });
    const { picture } = make(
      synced(drawn([floor('0', 0, [evil, space('d', 'desk', local(box(1, 1, 1.6, 0.8)))])])),
      'picture',
    );
    const svg = floorSvg(picture![0]!, new Map([['e', '#ff0000']]));
    expect(svg.match(/<path /g)).toHaveLength(3);
    expect(svg).toContain('stroke="#ff0000"');
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
  });
});
