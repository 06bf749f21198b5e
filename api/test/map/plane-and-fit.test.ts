import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSimilarity } from '../../src/core/map/similarity.ts';
import { tangentPlane } from '../../src/core/map/tangent-plane.ts';

const RADIANS = Math.PI / 180;

/** Vincenty's direct solution: where one gets from a point in a direction over a distance, to a tenth of a millimetre. */
function vincenty(lat: number, lon: number, bearing: number, distance: number): [number, number] {
  const [a, f] = [6378137, 1 / 298.257223563];
  const b = a * (1 - f);
  const [sin1, cos1] = [Math.sin(bearing * RADIANS), Math.cos(bearing * RADIANS)];
  const tanU = (1 - f) * Math.tan(lat * RADIANS);
  const cosU = 1 / Math.sqrt(1 + tanU * tanU);
  const sinU = tanU * cosU;
  const start = Math.atan2(tanU, cos1);
  const sinA = cosU * sin1;
  const cosSq = 1 - sinA * sinA;
  const uSq = (cosSq * (a * a - b * b)) / (b * b);
  const A = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
  const B = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
  let sigma = distance / (b * A);
  for (let i = 0; i < 20; i += 1) {
    const c2 = Math.cos(2 * start + sigma);
    const more = B * Math.sin(sigma) * (c2 + (B / 4) * Math.cos(sigma) * (2 * c2 * c2 - 1));
    sigma = distance / (b * A) + more;
  }
  const [sinS, cosS, c2] = [Math.sin(sigma), Math.cos(sigma), Math.cos(2 * start + sigma)];
  const t = sinU * sinS - cosU * cosS * cos1;
  const lat2 = Math.atan2(sinU * cosS + cosU * sinS * cos1, (1 - f) * Math.hypot(sinA, t));
  const lambda = Math.atan2(sinS * sin1, cosU * cosS - sinU * sinS * cos1);
  const C = (f / 16) * cosSq * (4 + f * (4 - 3 * cosSq));
  const l = lambda - (1 - C) * f * sinA * (sigma + C * sinS * (c2 + C * cosS * (2 * c2 * c2 - 1)));
  return [lon + l / RADIANS, lat2 / RADIANS];
}

describe('the plane of a building', () => {
  it('is within a millimetre of Vincenty at 150 m, anywhere and however it is turned', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.double({ min: -179, max: 179, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        (latitude, longitude, rotation, direction) => {
          const plane = tangentPlane({ anchor: { latitude, longitude }, rotation, scale: 1 });
          const local: [number, number] = [
            150 * Math.sin(direction * RADIANS),
            150 * Math.cos(direction * RADIANS),
          ];
          const [lon, lat] = plane.toGeo(local);
          const [trueLon, trueLat] = vincenty(latitude, longitude, direction + rotation, 150);
          const off = Math.hypot(
            (lat - trueLat) * 111_320,
            (lon - trueLon) * 111_320 * Math.cos(latitude * RADIANS),
          );
          expect(off).toBeLessThan(0.001);
          const back = plane.toLocal([lon, lat]);
          expect(Math.hypot(back[0] - local[0], back[1] - local[1])).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes the scale of the frame', () => {
    const anchor = { latitude: 0, longitude: 0 };
    const [lon] = tangentPlane({ anchor, rotation: 0, scale: 0.001 }).toGeo([111_319_490, 0]);
    expect(lon).toBeCloseTo(1, 3);
  });
});

describe('control points', () => {
  const at = (from: [number, number], to: [number, number]) => ({ from, to });

  it('give back turn, scale and shift', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.001, max: 10, noNaN: true }),
        fc.array(fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })), {
          minLength: 2,
          maxLength: 5,
        }),
        (turn, scale, points) => {
          fc.pre(new Set(points.map(String)).size > 1);
          const true_ = ([x, y]: [number, number]): [number, number] => [
            scale * (x * Math.cos(turn) - y * Math.sin(turn)) + 7,
            scale * (x * Math.sin(turn) + y * Math.cos(turn)) - 9,
          ];
          const fit = fitSimilarity(points.map((point) => at(point, true_(point))));
          expect(fit).toMatchObject({ ok: true });
          if (!fit.ok) return;
          expect(fit.scale / scale).toBeCloseTo(1, 6);
          expect(fit.rms).toBeLessThan(1e-6 * (1 + scale * 500));
          expect(Math.hypot(fit.apply([3, 4])[0] - true_([3, 4])[0])).toBeLessThan(1e-5 * (1 + scale));
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['one point', [at([0, 0], [0, 0])], 'tooFew'],
    ['one place', [at([1, 1], [0, 0]), at([1, 1], [5, 5])], 'samePlace'],
    ['stretched', [at([0, 0], [0, 0]), at([10, 0], [10, 0]), at([0, 10], [0, 10.8])], 'stretched'],
    ['mirrored', [at([0, 0], [0, 0]), at([10, 0], [10, 0]), at([0, 10], [0, -10])], 'mirrored'],
  ])('refuse %s', (_what, pairs, why) => {
    expect(fitSimilarity(pairs)).toEqual({ ok: false, why });
  });

  it('tell how far they disagree', () => {
    const fit = fitSimilarity([
      at([0, 0], [0, 0]),
      at([10, 0], [10, 0]),
      at([0, 10], [0, 10]),
      at([10, 10], [10.2, 10]),
    ]);
    expect(fit).toMatchObject({ ok: true });
    if (fit.ok) expect(fit.rms).toBeGreaterThan(0.02);
  });
});
