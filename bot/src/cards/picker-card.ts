import { ask, card, heading, small, type CardJson } from './card.ts';

/** Which building was meant: one button each, at most five (Teams shows six in all). @param isUnknown none is called so */
export function pickerCard(
  verb: 'sync' | 'preview' | 'report',
  asked: string,
  buildings: readonly { readonly id: string; readonly name: string }[],
  isUnknown = false,
): CardJson {
  const question = isUnknown
    ? `No building is called "${asked}". Which one?`
    : `Which building is "${asked}"?`;
  const title = asked === '' ? 'Which building?' : question;
  const shown = buildings.slice(0, 5);
  const more = buildings.length - shown.length;
  return card(
    title,
    [heading(title), ...(more > 0 ? [small(`${more} more: type more of the name.`)] : [])],
    shown.map(({ id, name }) => ask(name, verb, { buildingId: id })),
  );
}
