/** The floor map of a building: as drawn, as Places package, as full IMDF archive. */
import { AppError } from '../core/model/app-error.ts';
import type { Deps } from '../engine/deps.ts';
import type { Handlers } from './bind-routes.ts';

export function mapHandlers(_deps: Deps): Pick<Handlers, 'getMap'> {
  return {
    getMap: () => Promise.reject(new AppError('notFound', 'no-map', 'This building has no floor that can be drawn.')),
  };
}
