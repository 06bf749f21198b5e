// @vitest-environment jsdom
import { useMutation, useQuery } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { ApiError } from '../api-client/api-error.ts';
import { SignInContext } from '../teams/sign-in-context.tsx';
import { createSignIn, type SignInWays } from '../teams/sign-in.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { ErrorCard } from './error-card.tsx';
import { QueryArea } from './query-area.tsx';
import { SignInBar } from './sign-in-bar.tsx';

/** A view that reads something and has something typed into it, behind a host that gives no token. */
function open(asking: SignInWays['asking']) {
  const user = userEvent.setup();
  const signIn = createSignIn({
    silently: () => Promise.reject(new Error('resourceRequiresConsent')),
    asking,
    now: () => 0,
  });
  const call = () =>
    signIn.getToken().catch((error: Error) => Promise.reject(new ApiError(401, { detail: error.message })));

  function View() {
    const [typed, setTyped] = useState('');
    const read = useQuery({ queryKey: ['words'], queryFn: call });
    const store = useMutation({ mutationFn: call });
    return (
      <>
        <SignInBar />
        <QueryArea query={read}>{(token) => <p>read with {token}</p>}</QueryArea>
        <input aria-label="Words" value={typed} onChange={(event) => setTyped(event.target.value)} />
        <button onClick={() => store.mutate()}>Store</button>
        {store.error !== null && <ErrorCard error={store.error} onRetry={() => store.mutate()} />}
        {store.isSuccess && <p>stored {typed}</p>}
      </>
    );
  }
  renderTab(
    <SignInContext value={signIn}>
      <View />
    </SignInContext>,
  );
  return user;
}

const granted = () => Promise.resolve({ token: 'own', expiresAt: 3_600_000 });

it('is the one button of the page, and everything is read again after it', async () => {
  const user = open(granted);
  await user.type(await screen.findByLabelText('Words'), 'kept');
  expect(await screen.findByText('This is shown as soon as you have signed in.')).toBeTruthy();
  expect(screen.getAllByRole('button', { name: /Sign in/ })).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText('read with own')).toBeTruthy();
  expect(screen.queryByText('You need to sign in.')).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>('Words').value).toBe('kept');
});

it('repeats what was refused, with the same input', async () => {
  const user = open(granted);
  await user.type(await screen.findByLabelText('Words'), 'kept');
  await user.click(screen.getByRole('button', { name: 'Store' }));
  await user.click(await screen.findByRole('button', { name: 'Sign in and try again' }));
  expect(await screen.findByText('stored kept')).toBeTruthy();
});

it('stays when the window was closed, and says so', async () => {
  const user = open(() => Promise.reject(new Error('CancelledByUser')));
  await user.click(await screen.findByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText(/the window was closed/)).toBeTruthy();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy());
});
