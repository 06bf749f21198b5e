import { expect, it } from 'vitest';
import type { Plan, PlanNode, Step } from '../plan/plan.ts';
import { runPlaces } from './run-places.ts';

const node = (key: string, action: PlanNode['action'], children: PlanNode[] = []): PlanNode => ({
  key,
  type: key === 'house' ? 'building' : 'room',
  name: key,
  action,
  changes: [],
  findings: [],
  children,
});
const step = (kind: string, key: string): Step => ({ id: `${kind}:room:${key}`, type: 'room', key }) as Step;

const plan: Pick<Plan, 'tree' | 'steps'> = {
  tree: node('house', 'skip', [
    node('a', 'update'),
    node('b', 'create'),
    node('c', 'update'),
    node('d', 'keep'),
  ]),
  steps: [step('update', 'a'), step('rename', 'a'), step('create', 'b'), step('update', 'c')],
};
const outcomes = (journal: Parameters<typeof runPlaces>[1]) =>
  runPlaces(plan, journal).map(({ key, outcome }) => `${key} ${outcome}`);

it('says of every place what became of it; the worst of its steps counts', () => {
  const journal = [
    { stepId: 'update:room:a', state: 'done' },
    { stepId: 'rename:room:a', state: 'failed' },
    { stepId: 'create:room:b', state: 'intent' },
    { stepId: 'update:room:c', state: 'done' },
  ] as const;
  expect(outcomes(journal)).toEqual(['house untouched', 'a failed', 'b open', 'c done', 'd untouched']);
});

it('leaves places apart that a repeated run did not touch', () => {
  const outcome = outcomes([{ stepId: 'rename:room:a', state: 'done' }]);
  expect(outcome).toEqual(['house untouched', 'a done', 'b apart', 'c apart', 'd untouched']);
});
