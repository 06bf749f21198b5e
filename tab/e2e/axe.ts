/** Accessibility of a view as axe-core sees it: nothing serious or critical may be found. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { tabFrame } from './teams.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs axe inside the tab's frame. */
export async function findBarriers(page: Page): Promise<string[]> {
  return barriersIn(tabFrame({ page }));
}

/** Runs axe in a frame. @param selector the part that is looked at; all of it when left out */
export async function barriersIn(frame: Frame, selector?: string): Promise<string[]> {
  // A surface that is still fading in has no contrast yet.
  await frame.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished.catch(() => undefined)),
    ),
  );
  // The policy of the tab allows no script text, so it comes in through the debugger.
  await frame.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await frame.evaluate(
    ({ tags, part }) =>
      (
        globalThis as unknown as { axe: { run(where: unknown, options: object): Promise<AxeResults> } }
      ).axe.run(part ?? document, { runOnly: { type: 'tag', values: tags } }),
    { tags: TAGS, part: selector },
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    );
}
