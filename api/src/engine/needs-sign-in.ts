import { ReadFailed } from '../ports/place-directory.ts';

/** A read that fails for the account itself: looking again cannot help. */
export const needsSignIn = (failure: unknown): boolean =>
  failure instanceof ReadFailed && failure.error.status === 401;
