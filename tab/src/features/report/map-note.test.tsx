// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { reportOf } from '../../testing/builders.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { ReportView } from './report-view.tsx';

const floors = [
  { key: 'f0', name: 'Ground', state: 'uploaded' as const, correlated: 12, places: 12 },
  { key: 'f1', name: 'First', state: 'pending' as const, correlated: 0, places: 7 },
];

it('says of every floor what is linked, and until when waiting is normal', () => {
  const map = { state: 'pending', message: '', floors, until: '2026-03-01T11:00:00.000Z' };
  renderTab(<ReportView report={reportOf({ map })} mayRetry />);
  expect(screen.getByText('Ground').parentElement?.textContent).toBe(
    'GroundUploaded12 of 12 linked with their places',
  );
  expect(screen.getByText('First').parentElement?.textContent).toContain('Not shown yet0 of 7');
  expect(screen.getByText(/^normal until/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Retry failed' })).toBeNull();
});

it('offers to try a map again that failed, also when no place did', async () => {
  const map = { state: 'failed', message: 'The map was not uploaded.' };
  const { sent } = renderTab(<ReportView report={reportOf({ state: 'doneWithFailures', map })} mayRetry />);
  await userEvent.click(screen.getByRole('button', { name: 'Retry failed' }));
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/runs/run1/retry']);
});

it('does not offer it to those who may not', () => {
  const map = { state: 'failed', message: 'The map was not uploaded.' };
  renderTab(<ReportView report={reportOf({ map })} mayRetry={false} />);
  expect(screen.queryByRole('button', { name: 'Retry failed' })).toBeNull();
});

it('says what was done beside the floors, in the language of the host', () => {
  const done = 'The map was missing in Microsoft Places and was uploaded again.';
  const floors = [{ key: '0', name: 'Ground', state: 'uploaded' as const, correlated: 3, places: 3 }];
  const map = { state: 'uploaded', message: `${done} Ground: uploaded`, done, floors };
  renderTab(<ReportView report={reportOf({ map })} mayRetry />);
  expect(screen.getByText(done)).toBeTruthy();
});
