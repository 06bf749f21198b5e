import { describe, expect, it } from 'vitest';
import { buildingOf } from '../../testing/builders.ts';
import { arrangeBuildings, pendingOf, type Arrangement } from './arrange-buildings.ts';

const buildings = [
  buildingOf({ name: 'Zürich 10', status: 'inSync' }),
  buildingOf({ name: 'Zürich 9', status: 'failed' }),
  buildingOf({ name: 'Ankara', status: 'inSync', sourceKey: 'TR-1' }),
];
const names = (wanted: Partial<Arrangement>) =>
  arrangeBuildings(buildings, { text: '', status: 'all', sort: 'name', descending: false, ...wanted }).map(
    (building) => building.name,
  );

describe('the list of buildings', () => {
  it('sorts numbers in names as numbers', () =>
    expect(names({})).toEqual(['Ankara', 'Zürich 9', 'Zürich 10']));
  it('puts what needs a person first when sorted by state', () =>
    expect(names({ sort: 'status' })).toEqual(['Zürich 9', 'Ankara', 'Zürich 10']));
  it('turns the order round', () => expect(names({ descending: true })[0]).toBe('Zürich 10'));
  it('finds without accents and case', () => expect(names({ text: ' ZURICH 1' })).toEqual(['Zürich 10']));
  it('finds by the key of the source', () => expect(names({ text: 'tr-1' })).toEqual(['Ankara']));
  it('filters by state', () => expect(names({ status: 'failed' })).toEqual(['Zürich 9']));
});

it('what stays as it is does not count as pending', () => {
  expect(pendingOf(undefined)).toEqual({});
  expect(Object.keys(pendingOf({ create: 1, skip: 5, keep: 2, forget: 1 } as never))).toEqual(['create']);
});
