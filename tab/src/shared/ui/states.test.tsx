// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api-client/api-error.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { AreaBoundary } from './area-boundary.tsx';
import { ErrorCard } from './error-card.tsx';
import { QueryArea } from './query-area.tsx';

describe('an area that fails', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => vi.restoreAllMocks());

  it('leaves the rest standing, and can be shown again', async () => {
    const user = userEvent.setup();
    let broken = true;
    const Area = () => {
      if (broken) throw new Error('planted');
      return <p>whole again</p>;
    };
    renderTab(
      <>
        <p>the rest</p>
        <AreaBoundary>
          <Area />
        </AreaBoundary>
      </>,
    );
    expect(screen.getByText('the rest')).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('This part of the page failed');
    expect(screen.getByRole('alert').textContent).not.toContain('planted');
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Show it again' }));
    expect(screen.getByText('whole again')).toBeTruthy();
  });
});

describe('a part of the page that is gone', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => vi.restoreAllMocks());

  it.each([
    'Failed to fetch dynamically imported module: https://app.contoso.example/a.js',
    'error loading dynamically imported module',
    'Importing a module script failed.',
  ])('asks for a fresh page: %s', (message) => {
    const Area = () => {
      throw new TypeError(message);
    };
    renderTab(
      <AreaBoundary>
        <Area />
      </AreaBoundary>,
    );
    expect(screen.getByRole('alert').textContent).toContain('Places Sync was updated');
    expect(screen.getByRole('button', { name: 'Load the page again' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show it again' })).toBeNull();
  });
});

describe('a slow network', () => {
  afterEach(() => vi.useRealTimers());

  it('is named after a while, and nobody is left with grey lines alone', () => {
    vi.useFakeTimers();
    const query = { data: undefined, error: null, isPending: true, refetch: () => undefined };
    renderTab(<QueryArea query={query}>{() => null}</QueryArea>);
    expect(screen.getByLabelText('Loading')).toBeTruthy();
    expect(screen.queryByText(/takes longer than usual/)).toBeNull();
    act(() => void vi.advanceTimersByTime(6_500));
    expect(screen.getByText(/takes longer than usual/)).toBeTruthy();
  });
});

describe('what was read before', () => {
  const query = { data: 'old', error: null, isPending: false, refetch: () => undefined };

  it.each([
    [0, 'The server cannot be reached. What you see is what was read last.'],
    [500, 'The last refresh failed. What you see is what was read before.'],
  ])('stays on screen with a note when a later read ends with %i', (status, note) => {
    renderTab(
      <QueryArea query={{ ...query, error: new ApiError(status, {}) }}>{(data) => <p>{data}</p>}</QueryArea>,
    );
    expect(screen.getByText('old')).toBeTruthy();
    expect(screen.getByText(note)).toBeTruthy();
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'You need to sign in again', true],
    [403, 'You may not do this', false],
    [404, 'Not found', false],
    [409, 'Something else came first', true],
    [413, 'Too large', false],
    [422, 'Not accepted', false],
    [503, 'The server had a problem', true],
    [0, 'The server cannot be reached', true],
  ])('%i is told as "%s"', (status, title, repeatable) => {
    renderTab(<ErrorCard error={new ApiError(status, {})} onRetry={() => undefined} />);
    expect(screen.getByRole('alert').textContent).toContain(title);
    expect(screen.queryByRole('button', { name: 'Try again' }) !== null).toBe(repeatable);
  });

  it('gives the words and the trace id of the API, when it sent some', () => {
    const problem = { title: 'Own title', detail: 'Own detail.', hint: 'Own hint.', traceId: 't-1' };
    renderTab(<ErrorCard error={new ApiError(409, problem)} />);
    const text = screen.getByRole('alert').textContent;
    for (const words of ['Own title', 'Own detail.', 'Own hint.', 't-1']) expect(text).toContain(words);
  });

  it('counts down what the service asked for before it offers a repeat', () => {
    vi.useFakeTimers();
    const onRetry = vi.fn();
    renderTab(<ErrorCard error={new ApiError(429, {}, 3)} onRetry={onRetry} />);
    const wait = screen.getByRole('button', { name: 'Try again in 3 s' });
    fireEvent.click(wait);
    expect(onRetry).not.toHaveBeenCalled();
    for (let second = 0; second < 3; second++) act(() => void vi.advanceTimersByTime(1_000));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });
});
