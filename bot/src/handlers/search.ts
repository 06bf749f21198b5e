/** Search in the message box: what is picked is posted as a card. */
import { CardFactory, type MessagingExtensionAttachment, type MessagingExtensionResponse } from 'botbuilder';
import type { BotApi, ChatPerson } from '../bot-api.ts';
import { buildingsCard } from '../cards/buildings-card.ts';
import type { CardJson } from '../cards/card.ts';
import type { Links } from '../cards/links.ts';
import { plain } from '../cards/plain.ts';
import { progressCard } from '../cards/progress-card.ts';

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
      runs.map((run) => hit(run.buildingName, run.state, progressCard({ ...run }, links, 'still'))),
    );
  }
  const match = await api.findBuilding(person, words);
  const found = match.kind === 'one' ? [match.building] : match.kind === 'several' ? match.buildings : [];
  return answer(
    found.map((building) => hit(building.name, building.status, buildingsCard([building], links))),
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
