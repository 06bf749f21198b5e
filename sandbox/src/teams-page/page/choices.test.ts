import { describe, expect, it } from 'vitest';
import { subPageOfLink } from './choices.ts';

const link = (context: string) =>
  `https://teams.microsoft.com/l/entity/app/tab?context=${encodeURIComponent(context)}`;

describe('a link in a card', () => {
  it.each([
    [link('{"subEntityId":"run:1"}'), 'run:1'],
    [link('{"subPageId":"building:1"}'), 'building:1'],
    [link('{}'), ''],
    [link('no json'), ''],
    ['https://contoso.example/l/other?context={}', undefined],
    ['no link', undefined],
  ])('%s leads to %s', (text, page) => expect(subPageOfLink(text)).toBe(page));
});
