import { afterEach } from 'vitest';

if (typeof document !== 'undefined') {
  const { cleanup, configure } = await import('@testing-library/react');
  // The first surface that opens loads its code first; on a busy machine that takes longer than the usual second.
  configure({ asyncUtilTimeout: 10_000 });
  afterEach(cleanup);
  /** jsdom has no layout: Fluent and the virtualiser only need these to exist. */
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}
