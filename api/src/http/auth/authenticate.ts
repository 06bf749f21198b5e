/** The first door of the API: only a person with a token that passed every check goes on. */
import type { RequestHandler } from 'express';
import { AppError } from '../../core/model/app-error.ts';
import type { TokenCheck } from '../../ports/token-check.ts';
import { askForSignIn } from './ask-for-sign-in.ts';

/**
 * Puts the caller into `response.locals.caller`. The token comes in the `Authorization` header and nowhere else
 * (reliability-security.md C10); a refusal names its reason and asks to sign in.
 */
export function authenticate(tokenCheck: TokenCheck): RequestHandler {
  return (request, response, next) => {
    tokenCheck.check(request.get('Authorization')).then(
      (caller) => {
        response.locals['caller'] = caller;
        next();
      },
      (error: unknown) => {
        if (error instanceof AppError && error.kind === 'permission') askForSignIn(response, error.code);
        next(error);
      },
    );
  };
}
