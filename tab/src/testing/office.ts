import type { PlanNode } from '#contract';
import { nodeOf } from './builders.ts';

/** A small office plan: two floors, one of which changes; findings, a rename, a hand-over, names in two scripts. */
export const officeTree: PlanNode = nodeOf({
  key: 'HQ',
  type: 'building',
  name: 'Contoso HQ',
  children: [
    nodeOf({
      key: 'F1',
      type: 'floor',
      name: 'Ground floor',
      action: 'update',
      changes: [{ field: 'displayName', before: 'Floor 0', after: 'Ground floor' }],
      children: [
        nodeOf({
          key: 'R1',
          type: 'room',
          name: 'Zürich',
          action: 'create',
          mailbox: 'zurich@contoso.example',
        }),
        nodeOf({
          key: 'F1-desks',
          type: 'section',
          name: 'Desks',
          children: [
            nodeOf({
              key: 'D1',
              type: 'desk',
              name: 'Desk 1',
              action: 'update',
              changes: [
                {
                  field: 'mode',
                  before: { kind: 'reservable' },
                  after: { kind: 'assigned', email: 'kim@contoso.example' },
                },
              ],
            }),
            nodeOf({
              key: 'D2',
              type: 'desk',
              name: 'Desk 2',
              findings: [
                {
                  code: 'desk-first-assignee',
                  severity: 'warning',
                  message: 'Desk 2 has two assignees.',
                  hint: 'Keep one.',
                  key: 'D2',
                },
              ],
            }),
          ],
        }),
      ],
    }),
    nodeOf({
      key: 'F2',
      type: 'floor',
      name: 'First floor',
      reason: 'The floor is not published.',
      children: [nodeOf({ key: 'R2', type: 'room', name: 'غرفة', placeId: 'place-77' })],
    }),
  ],
});

/** A plan of about `places` places: floors of 200 with rooms and desks, every tenth a create. */
export function largeTree(places: number): PlanNode {
  const floors: PlanNode[] = [];
  for (let at = 0; at < places; at += 200) {
    const desks = Array.from({ length: Math.min(200, places - at) }, (_, desk) =>
      nodeOf({
        key: `D${at + desk}`,
        type: 'desk',
        name: `Desk ${at + desk}`,
        action: desk % 10 === 0 ? 'create' : 'skip',
        mailbox: `desk${at + desk}@contoso.example`,
      }),
    );
    const section = nodeOf({ key: `S${at}`, type: 'section', name: 'Desks', children: desks });
    floors.push(nodeOf({ key: `F${at}`, type: 'floor', name: `Floor ${at / 200}`, children: [section] }));
  }
  return nodeOf({ key: 'B', type: 'building', name: 'Large', children: floors });
}
