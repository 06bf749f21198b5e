import { expect, it } from 'vitest';
import { removeHandover, renameHandover } from './powershell.ts';

it.each(["It's", 'It\u2019s', 'It\u201as', 'a\u2018b\u201bc'])('a name cannot end its quotes: %s', (name) => {
  const { command } = renameHandover({ type: 'desk', name: 'old', placeId: 'id-1' }, name);
  const inside = /-DisplayName '(.*)'$/s.exec(command)?.[1] ?? '';
  // Inside single quotes PowerShell reads two quotes as one, and any single one as the end.
  expect(inside.replaceAll(/(['\u2018\u2019\u201A\u201B])\1/g, '')).not.toMatch(
    /['\u2018\u2019\u201A\u201B]/,
  );
  expect(inside.replaceAll(/(['\u2018\u2019\u201A\u201B])\1/g, '$1')).toBe(name);
});

it('rooms answer to their mailbox, everything else to its id', () => {
  expect(
    removeHandover({ type: 'room', name: 'A', placeId: 'id', mailbox: 'a@contoso.example' }).command,
  ).toBe("Remove-Place -Identity 'a@contoso.example'");
  expect(removeHandover({ type: 'workspace', name: 'A', placeId: 'id' }).command).toBe(
    "Remove-Place -Identity 'id'",
  );
});
