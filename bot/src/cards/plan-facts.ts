/** What the cards about a plan share. */
import { fact, small, tinted, words, type Element } from './card.ts';

export interface PlanFacts {
  readonly planId: string;
  readonly building: { readonly id: string; readonly name: string };
  /** `12 to create, 3 to update`. */
  readonly headline: string;
  /** What an approver has to look at: guards, removals, new mailboxes. */
  readonly risks: readonly string[];
  /** First digits of the hash of the steps: the same on every screen that shows this plan. */
  readonly fingerprint: string;
  readonly changes: number;
  readonly applyable: boolean;
}

const SHOWN_RISKS = 8;

export function planElements({ headline, risks, fingerprint }: PlanFacts): Element[] {
  const more = risks.length - SHOWN_RISKS;
  return [
    words(headline === '' ? 'Nothing to change.' : headline, { weight: 'bolder' }),
    ...(risks.length === 0
      ? []
      : [
          tinted(
            'warning',
            ...risks.slice(0, SHOWN_RISKS).map((risk) => words(`• ${risk}`, { max: 240 })),
            ...(more > 0 ? [small(`${more} more to look at in the tab.`)] : []),
          ),
        ]),
    fact('Plan', fingerprint),
  ];
}
