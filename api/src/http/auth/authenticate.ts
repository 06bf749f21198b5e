/** The first door of the API: only a person with a token that passed every check goes on. */
import type { RequestHandler } from 'express';
import { AppError } from '../../core/model/app-error.ts';
import type { TokenCheck } from '../../ports/token-check.ts';
import { askForSignIn } from './ask-for-sign-in.ts';

/**
 * Puts the caller into `response.locals.caller`. The token comes in the `Authorization` header and nowhere else
 * (reliability-security.md C10); a refusal names its reason and asks to sign in.
 * @param failedSignIn counts refusals of one address, and ends with an error of its own after too many (C39). A good
 * token is never refused by it, so that nobody can lock out others behind the same address.
 */
export function authenticate(tokenCheck: TokenCheck, failedSignIn?: RequestHandler): RequestHandler {
  return (request, response, next) => {
    tokenCheck.check(request.get('Authorization')).then(
      (caller) => {
        response.locals['caller'] = caller;
        next();
      },
      (error: unknown) => {
        if (!(error instanceof AppError) || error.kind !== 'permission') return next(error);
        const refuse = (tooMany?: unknown) => {
          if (tooMany === undefined) askForSignIn(response, error.code);
          next(tooMany ?? error);
        };
        if (failedSignIn) failedSignIn(request, response, refuse);
        else refuse();
      },
    );
  };
}
