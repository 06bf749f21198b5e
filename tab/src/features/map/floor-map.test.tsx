// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Action, BuildingMap, MapShape } from '#contract';
import { renderTab } from '../../testing/render-tab.tsx';
import { FloorMap } from './floor-map.tsx';

const room = (key: string, x: number, given: Partial<MapShape> = {}): MapShape => ({
  id: `shape-${key}`,
  key,
  kind: 'room',
  category: 'conferenceroom',
  name: key,
  findings: [],
  drawnByPlaces: true,
  polygons: [
    [
      [
        [x, 0],
        [x + 4, 0],
        [x + 4, 4],
        [x, 4],
      ],
    ],
  ],
  ...given,
});
const fault = {
  code: 'self-intersecting',
  severity: 'error' as const,
  message: 'The outline crosses itself.',
};
const map: BuildingMap = {
  buildingId: 'b1',
  findings: [],
  floors: [
    {
      key: 'F1',
      name: 'Ground',
      ordinal: 0,
      bounds: [0, 0, 20, 10],
      features: [room('Alpha', 0), room('Beta', 8, { findings: [fault] })],
    },
    {
      key: 'F2',
      name: 'First',
      ordinal: 1,
      bounds: [0, 0, 20, 10],
      features: [room('Gamma', 0), room('Sofa', 8, { drawnByPlaces: false })],
    },
  ],
};
const actions = new Map<string, Action>([['room:Alpha', 'create']]);

function open(chosen: string) {
  const onChoose = vi.fn();
  renderTab(<FloorMap map={map} actions={actions} chosen={chosen} onChoose={onChoose} />);
  return { onChoose, user: userEvent.setup() };
}

describe('the floor map', () => {
  it('shows the floor of the chosen place, and says of each shape what it is and what happens to it', () => {
    open('room:Alpha');
    expect(screen.getByRole('button', { name: 'Alpha, Room, Create' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    expect(screen.getByRole('button', { name: 'Beta, Room, 1 finding' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Gamma/ })).toBeNull();
  });

  it('opens the other floor when a place there is chosen, or by hand', async () => {
    const { user } = open('room:Gamma');
    expect(screen.getByRole('button', { name: /Gamma/ })).toBeTruthy();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Floor' }), 'Ground');
    expect(screen.getByRole('button', { name: /Alpha/ })).toBeTruthy();
  });

  it('chooses with the mouse, and with one tab stop and arrow keys', async () => {
    const { user, onChoose } = open('room:Alpha');
    // Only the click: d3 asks a mouse-down for its window, which jsdom does not give.
    fireEvent.click(screen.getByRole('button', { name: /Beta/ }));
    expect(onChoose).toHaveBeenLastCalledWith('Beta');
    const stops = [/Alpha/, /Beta/].map((name) => screen.getByRole('button', { name }).tabIndex);
    expect(stops).toEqual([0, -1]);
    screen.getByRole('button', { name: /Alpha/ }).focus();
    await user.keyboard('{ArrowRight}');
    expect(onChoose).toHaveBeenLastCalledWith('Beta');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: /Beta/ }));
  });

  it('can show only what Microsoft Places will draw', async () => {
    const { user } = open('room:Gamma');
    expect(screen.getByRole('button', { name: 'Sofa, Room, not drawn by Microsoft Places' })).toBeTruthy();
    expect(screen.getByText('1 shape stays out of Microsoft Places')).toBeTruthy();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'As Places draws it');
    expect(screen.queryByRole('button', { name: /Sofa/ })).toBeNull();
  });
});
