import { describe, expect, it } from 'vitest';
import { retryAfterOf } from './retry-after.ts';

const now = new Date('2030-01-01T08:00:00Z');
const read = (headers: Record<string, string>) =>
  retryAfterOf({ header: (name) => headers[name] ?? null }, now);

describe('retryAfterOf', () => {
  it.each([
    ['17', 17_000],
    ['0.5', 500],
    ['0', 0],
    ['-5', -5000],
    ['9999999', 9_999_999_000],
    ['soon', null],
    ['foo 1', null],
    ['', null],
    ['12 parsecs', null],
  ])('%s', (value, ms) => {
    expect(read({ 'retry-after': value })).toBe(ms);
  });

  it('is null without the header', () => {
    expect(read({})).toBeNull();
  });

  it('measures a date against the answer, not against our clock', () => {
    const date = 'Tue, 01 Jan 2030 09:00:30 GMT';
    expect(read({ 'retry-after': date, date: 'Tue, 01 Jan 2030 09:00:00 GMT' })).toBe(30_000);
    expect(read({ 'retry-after': date })).toBe(3_630_000);
    expect(read({ 'retry-after': 'Tue, 99 Jan 2030 09:00:30 GMT' })).toBeNull();
  });
});
