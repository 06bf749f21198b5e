import { CardFactory, type Activity } from 'botbuilder';
import type { CardJson } from '../cards/card.ts';
import { plain } from '../cards/plain.ts';

/** A card with what clients without cards say. `card` null: only text, for when the card is refused. */
export interface Post {
  readonly text: string;
  readonly card: CardJson | null;
}

export const activityOf = ({ text, card }: Post): Partial<Activity> =>
  card === null
    ? { type: 'message', text: plain(text, 600), textFormat: 'plain' }
    : { type: 'message', summary: plain(text, 200), attachments: [CardFactory.adaptiveCard(card)] };
