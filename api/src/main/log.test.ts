import { describe, expect, it } from 'vitest';
import { AppError } from '../core/model/app-error.ts';
import { describeCause } from './log.ts';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJraW0ifQ.c2lnbmF0dXJl';
const ADDRESS = 'https://maps.contoso.example/a/house.zip?sv=1&sig=canary%2Bx#canary';

describe('C41 what the log says of an error', () => {
  it('has no token, no address of a person and nothing behind the path of a web address, however deep', () => {
    const inner = new TypeError(`fetch ${ADDRESS} as kim@contoso.example with Bearer ${TOKEN}`);
    const cause = new AppError('bug', 'unexpected', `It failed at ${ADDRESS}.`, { cause: inner });
    const text = JSON.stringify(describeCause(new Error(`Outer ${TOKEN}`, { cause })));
    expect(text).not.toMatch(/eyJ|canary|kim@|c2lnbmF0dXJl/);
    expect(text).toContain('https://maps.contoso.example/a/house.zip?[hidden]');
    expect(text).toContain('[token]');
    expect(text).toContain('[address]');
  });

  it('keeps what a person on duty needs: name, code, words and stack of every cause', () => {
    const inner = Object.assign(new Error('read failed'), { code: 'ECONNRESET' });
    const told = describeCause(new Error('outer', { cause: inner }));
    expect(told).toMatchObject({ name: 'Error', message: 'outer', cause: { code: 'ECONNRESET' } });
    expect(JSON.stringify(told)).toContain('log.test.ts');
    expect(describeCause(`thrown ${TOKEN}`)).toBe('thrown [token]');
  });
});
