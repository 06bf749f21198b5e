/** Search in the message box: what is picked is posted as a card. */
import {
  CardFactory,
  type MessagingExtensionAttachment,
  type MessagingExtensionQuery,
  type MessagingExtensionResponse,
  type TurnContext,
} from 'botbuilder';
import type { BotApi, ChatPerson } from '../bot-api.ts';
import { buildingsCard, statusInWords } from '../cards/buildings-card.ts';
import type { CardJson } from '../cards/card.ts';
import type { Links } from '../cards/links.ts';
import { plain } from '../cards/plain.ts';
import { progressCard, stateInWords } from '../cards/progress-card.ts';

const SHOWN = 10;

/** @param wanted `buildings` or `runs`, as the manifest names them @throws Refusal */
export async function search({
  api,
  links,
  person,
  words,
  wanted,
}: {
  readonly api: BotApi;
  readonly links: Links;
  readonly person: ChatPerson;
  readonly words: string;
  readonly wanted: string | undefined;
}): Promise<MessagingExtensionResponse> {
  if (wanted === 'runs') {
    const runs = (await api.runs(person)).filter(({ buildingName }) => fits(buildingName, words));
    return answer(
      runs.map((run) =>
        hit(run.buildingName, stateInWords(run.state), progressCard({ ...run }, links, 'still')),
      ),
    );
  }
  const match = await api.findBuilding(person, words);
  const found = match.kind === 'one' ? [match.building] : match.kind === 'several' ? match.buildings : [];
  return answer(
    found.map((building) =>
      hit(building.name, statusInWords(building.status), buildingsCard([building], links)),
    ),
  );
}

const fits = (name: string, words: string): boolean =>
  name.toLowerCase().includes(words.trim().toLowerCase());

/** Thumbnails read HTML in their texts, so these are made plain like everything else. */
function hit(title: string, text: string, card: CardJson): MessagingExtensionAttachment {
  const preview = CardFactory.thumbnailCard(plain(title), plain(text));
  return { ...CardFactory.adaptiveCard(card), preview };
}

const answer = (attachments: MessagingExtensionAttachment[]): MessagingExtensionResponse => ({
  composeExtension: { type: 'result', attachmentLayout: 'list', attachments: attachments.slice(0, SHOWN) },
});

/** Instead of results: what is missing. */
export const searchHint = (text: string): MessagingExtensionResponse => ({
  composeExtension: { type: 'message', text: plain(text, 300) },
});

/** The client of Teams signs in silently and asks again, with a token. @param page for when it cannot */
export const searchSignIn = (page: string): MessagingExtensionResponse => ({
  composeExtension: {
    type: 'silentAuth',
    suggestedActions: { actions: [{ type: 'openUrl', value: page, title: 'Sign in' }] },
  },
});

/** The token that came along with a search; null without one. */
export function tokenOf({ activity }: TurnContext): string | null {
  const { authentication } = (activity.value ?? {}) as { authentication?: { token?: unknown } };
  return typeof authentication?.token === 'string' ? authentication.token : null;
}

/** What was typed into the search box. */
export function wordsOf({ parameters }: MessagingExtensionQuery): string {
  const value: unknown = parameters?.find(({ name }) => name === 'words')?.value;
  return typeof value === 'string' ? value : '';
}
