import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useSyncExternalStore } from 'react';
import type { SignIn } from './sign-in.ts';

export const SignInContext = createContext<SignIn | null>(null);

const NOTHING = () => () => undefined;

/** Whether the person has to sign in, and the way to do it. What failed for lack of it is read again afterwards. */
export function useSignIn() {
  const signIn = use(SignInContext);
  const queries = useQueryClient();
  const need = useSyncExternalStore(signIn?.subscribe ?? NOTHING, () => signIn?.need());
  const start = useMutation({
    mutationFn: () => signIn?.start() ?? Promise.reject(new Error('There is no host to sign in at.')),
    onSuccess: () => void queries.invalidateQueries(),
  });
  return { needed: need !== undefined, challenged: need?.claims !== undefined, start };
}
