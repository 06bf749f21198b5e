import { words, type CardJson, type Element } from './card.ts';

/** The same card with a sentence above it: why it stands here. */
export const withNote = (card: CardJson, note: string): CardJson => ({
  ...card,
  body: [words(note, { color: 'warning' }), ...(card['body'] as readonly Element[])],
});
