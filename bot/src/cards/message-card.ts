import { banner, card, heading, small, words, type CardJson } from './card.ts';

/** A plain answer: what was done, or what was refused and what to do instead. */
export const messageCard = (
  title: string,
  text: string,
  options: { readonly hint?: string | undefined; readonly tone?: 'good' | 'warning' | 'attention' } = {},
): CardJson =>
  card(`${title}. ${text}`, [
    options.tone === undefined ? heading(title) : banner(title, options.tone),
    words(text),
    ...(options.hint === undefined ? [] : [small(options.hint)]),
  ]);
