import { AppError } from './app-error.ts';

/** Stored addresses of people that no key opens any more (reliability-security.md C43); nothing is made up for them. */
export const addressesSealed = (): AppError =>
  new AppError(
    'conflict',
    'addresses-sealed',
    'Addresses of people were sealed with a key that TOKEN_CACHE_KEY does not have any more.',
    {
      hint: 'Put the old key behind the new one in TOKEN_CACHE_KEY and restart. If it is lost, import the building again and make a new plan.',
    },
  );
