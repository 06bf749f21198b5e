// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderTab } from '../../testing/render-tab.tsx';
import { PropagationNote } from './propagation-note.tsx';

it('calls waiting normal until its hour, and what should be there by now due', () => {
  const propagation = [
    { what: 'Buildings are visible at once.', expectedBy: '2026-03-01T10:00:00Z' },
    { what: 'Rooms take a day.', expectedBy: new Date(Date.now() + 86_400_000).toISOString() },
  ];
  renderTab(<PropagationNote propagation={propagation} />);
  const [buildings, rooms] = screen.getAllByRole('listitem').map((item) => item.textContent);
  expect(buildings).toMatch(/^Buildings are visible at once\. should be visible since Mar 1, 2026/);
  expect(rooms).toMatch(/^Rooms take a day\. normal until .+ \((in 24 hours|tomorrow|in 1 day)\)$/);
});
