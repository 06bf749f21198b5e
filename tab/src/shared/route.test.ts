import { describe, expect, it } from 'vitest';
import { hrefOf, parseHash, parseSubPage, subPageOf, type Route } from './route.ts';

const routes: Route[] = [
  { view: 'buildings' },
  { view: 'guide' },
  { view: 'settings' },
  { view: 'configure' },
  { view: 'building', id: 'a/b ä' },
  { view: 'plan', id: 'p-1' },
  { view: 'run', id: 'r:1' },
  { view: 'compare', id: 'r1', other: 'r/2' },
];

describe('addresses', () => {
  it.each(routes)('$view comes back from its own address', (route) =>
    expect(parseHash(hrefOf(route))).toEqual(route),
  );

  it.each(['', '#', '#/nowhere', '#/runs/', '#/compare/a', '#/runs/%E0%A4%A'])(
    '%s is the start page',
    (hash) => expect(parseHash(hash)).toEqual({ view: 'buildings' }),
  );

  it.each(['run', 'building', 'plan'] as const)('a deep link opens exactly that %s', (view) => {
    const route: Route = { view, id: 'x:1' };
    expect(parseSubPage(subPageOf(route))).toEqual(route);
  });

  it.each([undefined, '', 'run:', 'tenant:1', 'javascript:alert(1)'])('%s is no deep link', (text) =>
    expect(parseSubPage(text)).toBeUndefined(),
  );
});
