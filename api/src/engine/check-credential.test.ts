import { describe, expect, it } from 'vitest';
import { checkCredential } from './check-credential.ts';

const now = new Date('2030-06-01T08:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe('C26 the end of the client credential', () => {
  it.each([
    [400, 'ok'],
    [61, 'ok'],
    [60, 'unknown'],
    [31, 'unknown'],
    [30, 'problem'],
    [14, 'problem'],
    [7, 'problem'],
    [1, 'problem'],
    [0, 'problem'],
    [-3, 'problem'],
  ])('in %i days: %s', (days, state) => {
    const item = checkCredential(inDays(days), now);
    expect(item.state).toBe(state);
    expect(item.detail).toContain(inDays(days).toISOString().slice(0, 10));
    expect('hint' in item).toBe(state !== 'ok');
  });

  it('is not known for a secret without a date', () => {
    expect(checkCredential(null, now)).toMatchObject({
      state: 'unknown',
      hint: expect.stringContaining('CLIENT_SECRET_EXPIRES'),
    });
  });
});
