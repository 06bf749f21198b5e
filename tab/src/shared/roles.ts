import type { Me, Role } from '#contract';

const ORDER: readonly Role[] = ['Places.Viewer', 'Places.Operator', 'Places.Admin'];

/** Whether the person has that role or a higher one. The API decides for itself; this only spares a person a refusal. */
export function hasRole(me: Me | undefined, least: Role): boolean {
  return ORDER.slice(ORDER.indexOf(least)).some((role) => me?.roles.includes(role) === true);
}
