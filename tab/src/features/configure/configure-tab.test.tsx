// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { buildingOf } from '../../testing/builders.ts';
import { renderTab } from '../../testing/render-tab.tsx';
import { ConfigureTab } from './configure-tab.tsx';

it('lets a building among many be found, and keeps the choice in sight', async () => {
  const user = userEvent.setup();
  const buildings = Array.from({ length: 300 }, (_, at) => buildingOf({ name: `House ${at}` }));
  renderTab(<ConfigureTab buildings={buildings} />);
  const names = () => screen.getAllByRole('radio').map((radio) => (radio as HTMLInputElement).value);
  expect(names()).toHaveLength(21);
  await user.type(screen.getByRole('searchbox'), 'house 287');
  expect(names()).toEqual(['', 'House 287']);
  await user.click(screen.getByLabelText('House 287'));
  await user.clear(screen.getByRole('searchbox'));
  await user.type(screen.getByRole('searchbox'), 'house 12');
  expect(names().slice(0, 3)).toEqual(['', 'House 287', 'House 12']);
});
