import type { Position } from '../../src/core/model/building.ts';

/** The area of a ring, whichever way it is wound. */
export const shoelace = (ring: readonly Position[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length]!;
      return sum + x * ny - nx * y;
    }, 0),
  ) / 2;
