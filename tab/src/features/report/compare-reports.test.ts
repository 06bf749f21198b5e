import { expect, it } from 'vitest';
import type { Failure } from '#contract';
import { countsOf, reportOf } from '../../testing/builders.ts';
import { compareReports } from './compare-reports.ts';

const failure = (key: string): Failure => ({
  key,
  name: key,
  type: 'desk',
  action: 'create',
  error: { status: 400, code: 'badRequest', message: 'No', requestId: null },
});

it('puts two runs side by side, whichever was picked first', () => {
  const earlier = reportOf({
    startedAt: '2026-03-01T10:00:00Z',
    failures: [failure('a'), failure('b')],
    summary: countsOf({ created: 3, failed: 2 }),
  });
  const later = reportOf({
    startedAt: '2026-03-02T10:00:00Z',
    failures: [failure('b'), failure('c')],
    summary: countsOf({ created: 1, failed: 2 }),
  });
  const comparison = compareReports(later, earlier);
  expect(comparison).toEqual(compareReports(earlier, later));
  expect(comparison.settled.map((one) => one.key)).toEqual(['a']);
  expect(comparison.again.map((one) => one.key)).toEqual(['b']);
  expect(comparison.fresh.map((one) => one.key)).toEqual(['c']);
  expect(comparison.counts[0]).toEqual({ count: 'created', earlier: 3, later: 1 });
});
