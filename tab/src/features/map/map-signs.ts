import type { Action } from '#contract';

/** A sign before a name on the map, so that the action is readable without colours; the legend explains it. */
export const MAP_SIGNS: Readonly<Partial<Record<Action, string>>> = {
  create: '+',
  update: '~',
  rename: '~',
  move: '→',
  adopt: '⇐',
  remove: '×',
  handover: '!',
  failedRead: '?',
};
