import { ask, banner, card, open, small, type CardJson } from './card.ts';
import type { Links } from './links.ts';
import { planElements, type PlanFacts } from './plan-facts.ts';

/** What a sync would do. The button starts over with a fresh plan: an old card can never start an old one. */
export function previewCard(plan: PlanFacts, links: Links): CardJson {
  const canSync = plan.changes > 0 && plan.applyable;
  return card(
    `Preview of ${plan.building.name}: ${plan.headline}`,
    [
      banner(`Preview: ${plan.building.name}`, 'emphasis'),
      ...planElements(plan),
      small('Nothing was written to Microsoft.'),
    ],
    [
      open('Open in the tab', links.building(plan.building.id)),
      ...(canSync ? [ask('Sync', 'sync', { buildingId: plan.building.id }, 'positive')] : []),
    ],
  );
}
