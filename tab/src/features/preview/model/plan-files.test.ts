import { describe, expect, it } from 'vitest';
import { nodeOf, planOf } from '../../../testing/builders.ts';
import { officeTree } from '../../../testing/office.ts';
import { planCsv, planMarkdown } from './plan-files.ts';
import { showValue } from './show-value.ts';

describe('Markdown', () => {
  it('shows what changes and the way to it, not what stays', () => {
    const text = planMarkdown(planOf(officeTree));
    expect(text).toContain('| update | 2 |');
    expect(text).toContain('  - **update** floor Ground floor\n    - displayName: Floor 0 → Ground floor');
    expect(text).toContain('mode: reservable → assigned, kim@contoso.example');
    expect(text).not.toContain('First floor');
  });

  it('cannot be broken by a name', () => {
    const tree = nodeOf({ key: 'x', type: 'building', action: 'create', name: '# A\n| <b> [x](y)' });
    expect(planMarkdown(planOf(tree))).toContain('**create** building \\# A \\| \\<b\\> \\[x\\](y)');
  });

  it('says when nothing changes', () =>
    expect(planMarkdown(planOf(nodeOf({ key: 'x', type: 'building' })))).toContain('Nothing changes.'));
});

describe('CSV', () => {
  it('has one line per place and defuses formulas', () => {
    const tree = nodeOf({
      key: 'x',
      type: 'building',
      name: '=HYPERLINK("http://evil.example")',
      children: [nodeOf({ key: 'f', type: 'floor', name: 'A, "B"' })],
    });
    expect(planCsv(planOf(tree)).split('\r\n')).toEqual([
      '\uFEFFaction,type,name,path,key,placeId,mailbox,reason,changes,findings',
      `skip,building,"'=HYPERLINK(""http://evil.example"")",,x,,,,,`,
      `skip,floor,"A, ""B""","'=HYPERLINK(""http://evil.example"")",f,,,,,`,
      '',
    ]);
  });
});

it.each([
  [null, '–'],
  [undefined, '–'],
  ['', '–'],
  [0, '0'],
  [false, 'false'],
  [{ kind: 'assigned', email: 'a@contoso.example', userId: null }, 'assigned, a@contoso.example'],
  [{ kind: 'other', odataType: '#microsoft.graph.newMode' }, '#microsoft.graph.newMode'],
  [{ street: 'Main St 1', city: 'Bern', state: null }, 'Main St 1, Bern'],
  [['a', 'b'], 'a, b'],
  [{}, '–'],
])('%j reads "%s"', (value, text) => expect(showValue(value)).toBe(text));
