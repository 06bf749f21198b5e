/** The second door: what an app role allows. */
import type { RequestHandler } from 'express';
import { Role } from '../../contract/index.ts';
import { AppError } from '../../core/model/app-error.ts';
import type { Caller } from '../../ports/token-check.ts';
import { say } from '../../core/model/sentence.ts';

/** Every role may do what the ones before it may. */
const LEAST_FIRST: readonly Role[] = Role.options;

/** Lets a caller pass who has this role or a higher one; somebody without any role may do nothing at all. */
export function requireRole(role: Role): RequestHandler {
  const enough = new Set<string>(LEAST_FIRST.slice(LEAST_FIRST.indexOf(role)));
  return (_request, response, next) => {
    const { roles } = response.locals['caller'] as Caller;
    next(roles.some((each) => enough.has(each)) ? undefined : missing(role));
  };
}

const missing = (role: Role): AppError =>
  new AppError('permission', 'role-missing', say`This needs the role ${{ role }}.`, {
    hint: say`An administrator assigns it: Entra admin centre, Enterprise applications, Places Sync, Users and groups. Then sign in again.`,
  });
