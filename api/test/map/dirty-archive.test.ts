/** Archives from outside: whatever is wrong with them, both exports are without a fault and nothing is lost silently. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIRT } from './dirt.ts';
import { archiveWith, dirtyArchive } from './dirty-archive.ts';
import { faultsOfArchive } from './nothing-lost.ts';

describe('an archive from outside', () => {
  it.each(Object.keys(DIRT))('with %s', (dirt) => {
    const { zip, features } = archiveWith([dirt]);
    expect(faultsOfArchive(zip, features)).toEqual([]);
  });

  it('with much of it at once, packed in any way', () => {
    fc.assert(
      fc.property(dirtyArchive, ([dirt, packed]) => {
        const { zip, features } = archiveWith(dirt, packed);
        expect(faultsOfArchive(zip, features)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
