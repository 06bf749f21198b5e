import { describe, expect, it } from 'vitest';
import { english, saidIn, say, spoken } from './sentence.ts';

const reason = say`It has ${{ count: 3 }} doors.`;

describe('a sentence', () => {
  it('keeps its values apart and is English all the same', () => {
    const sentence = say`The ${{ type: 'room' }} "${{ name: 'Birch {x}' }}" is left alone. ${{ reason }}`;
    expect(sentence.text).toBe('The {type} "{name}" is left alone. {reason}');
    expect(english(sentence)).toBe('The room "Birch {x}" is left alone. It has 3 doors.');
  });

  it('without values is its own text', () => {
    expect(say`Nothing to do.`).toEqual({ text: 'Nothing to do.' });
  });

  it('names several', () => {
    expect(english(say`Missing: ${{ names: ['A', 'B'] }}.`)).toBe('Missing: A, B.');
  });

  it('goes into an object as English, with words where there are values', () => {
    const said = spoken({ message: reason, hint: 'Close one.', why: undefined });
    expect(said).toEqual({ message: 'It has 3 doors.', hint: 'Close one.', words: { message: reason } });
    expect(saidIn(said, 'message')).toBe(reason);
    expect(saidIn(said, 'hint')).toEqual({ text: 'Close one.' });
  });
});
