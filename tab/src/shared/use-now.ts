import { useSyncExternalStore } from 'react';

const TICK_MS = 10_000;
let now = new Date();

/** The time now, fresh every ten seconds: for "2 minutes ago". */
export function useNow(): Date {
  return useSyncExternalStore(
    (onChange) => {
      const timer = setInterval(() => {
        now = new Date();
        onChange();
      }, TICK_MS);
      return () => clearInterval(timer);
    },
    () => now,
  );
}
