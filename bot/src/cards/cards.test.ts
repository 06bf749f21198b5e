// @vitest-environment jsdom
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalCard } from './approval-card.ts';
import { buildingsCard } from './buildings-card.ts';
import type { CardJson } from './card.ts';
import { connectCard, helpCard, openTabCard, welcomeCard } from './help-card.ts';
import { createLinks } from './links.ts';
import { messageCard } from './message-card.ts';
import { pickerCard } from './picker-card.ts';
import { plain } from './plain.ts';
import { previewCard } from './preview-card.ts';
import { progressCard } from './progress-card.ts';
import { CARD_BUDGET, reportCard, reportText, type ReportCardData } from './report-card.ts';
import { statusCard } from './status-card.ts';

const links = createLinks('c1a0f7d2-3b64-4f6e-8a53-6d1f2b9e4c77', 'https://places.contoso.example/tab');
const NOTHING = {
  created: 0,
  updated: 0,
  adopted: 0,
  moved: 0,
  removed: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
};

const reportOf = (name: string, failures = 1): ReportCardData => ({
  runId: 'run-1',
  building: { id: 'b-1', name },
  state: 'doneWithFailures',
  requestedBy: name,
  actingAs: name,
  startedAt: '2030-01-05T08:00:00Z',
  completedAt: '2030-01-05T08:04:10Z',
  summary: { ...NOTHING, created: 3, failed: failures },
  failures: Array.from({ length: failures }, () => ({
    name,
    type: 'room',
    error: { status: 400, code: name, message: name },
    advice: name,
  })),
  warnings: [{ message: name }],
  propagation: [{ what: name, expectedBy: '2030-01-06T08:00:00Z' }],
});
const planOf = (name: string) => ({
  planId: 'p',
  building: { id: 'b-1', name },
  headline: name,
  risks: [name],
  fingerprint: 'abc123',
  changes: 3,
  applyable: true,
});
const runOf = (name: string) => ({
  runId: 'run-1',
  buildingName: name,
  state: 'running',
  requestedBy: name,
  progress: { done: 3, total: 10 },
  counts: NOTHING,
});

/** Every card there is, with one name everywhere. */
const makers: readonly ((name: string) => CardJson)[] = [
  (name) => reportCard(reportOf(name), links),
  (name) => previewCard(planOf(name), links),
  ...(['open', 'approved', 'rejected', 'outdated'] as const).map((kind) => (name: string) => {
    const outcome = { kind, by: name, message: name };
    return approvalCard({ approvalId: 'a', plan: planOf(name), askedBy: name, why: name, outcome }, links);
  }),
  (name) => pickerCard('sync', name, [{ id: 'b-1', name }]),
  (name) => progressCard(runOf(name), links),
  (name) => statusCard([runOf(name)], links),
  (name) => buildingsCard([{ id: 'b-1', name, status: name }], links),
  (name) => messageCard(name, name, { hint: name }),
  () => helpCard(links),
  () => welcomeCard(links),
  () => openTabCard(links),
  () => connectCard(links),
];
const cardsOf = (name: string): CardJson[] => makers.map((make) => make(name));

/** The parts of Microsoft's renderer that are used; its own types need those of a browser. */
interface Renderer {
  new (): {
    parse(json: CardJson): void;
    validateProperties(): { validationEvents: { message: string }[] };
    render(): { textContent: string; querySelectorAll(selector: string): { length: number } };
  };
  onProcessMarkdown: (text: string, result: { didProcess: boolean }) => void;
}
const { AdaptiveCard } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as {
  AdaptiveCard: Renderer;
};
// jsdom lays nothing out and so knows no innerText, which the renderer writes to.
const { prototype } = (globalThis as unknown as { HTMLElement: { prototype: object } }).HTMLElement;
Object.defineProperty(prototype, 'innerText', {
  set(this: { textContent: string }, text: string) {
    this.textContent = text;
  },
});
/** Texts that a client would read Markdown in. */
const markdown: string[] = [];
AdaptiveCard.onProcessMarkdown = (text) => void markdown.push(text);

function render(json: CardJson) {
  const card = new AdaptiveCard();
  card.parse(json);
  const problems = card.validateProperties().validationEvents.map(({ message }) => message);
  return { element: card.render(), problems };
}

/** What a source could call a room to be clicked on, to hide or to look like something else. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc
    .tuple(
      fc.constantFrom(
        '[click](https://evil.example)',
        'https://evil.example/x',
        '<at>Everyone</at>',
        '<a href="https://evil.example">x</a>',
        '![x](https://evil.example/x.png)',
        'www.evil.example',
        'evil.example',
        'ada@contoso.example',
        'mailto:ada@contoso.example',
        'javascript:alert(1)',
        '**bold** _it_ `code`',
        '\u202Egnp.exe',
        'Ro\u200Bom\u00AD\u2066',
        '{{DATE(2030-01-01)}} ${name}',
      ),
      fc.string({ maxLength: 20 }),
    )
    .map((parts) => parts.join(' ')),
);
/** Format and control characters that reach a reader, other than the joiner that breaks addresses up. */
const HIDDEN = /[\p{Cc}\p{Co}\p{Cs}\u00AD\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;

describe('C36 names from sources', () => {
  it('2,000 hostile names: no link, no mention, no formatting, nothing hidden, no address of a person', () => {
    let rendered = 0;
    fc.assert(
      fc.property(hostile, (name) => {
        const make = makers[rendered++ % makers.length] ?? makers[0];
        const json = make?.(name) ?? {};
        const { element } = render(json);
        expect(element.querySelectorAll('a, img, b, strong, em, code').length).toBe(0);
        const text = element.textContent;
        expect(text).not.toBe('');
        expect(text).not.toMatch(HIDDEN);
        expect(text).not.toMatch(/https?:\/\/|www\.\w|ada@|<at/i);
        for (const action of (json['actions'] ?? []) as { url?: string }[]) {
          if (action.url !== undefined) expect(new URL(action.url).host).toBe('teams.microsoft.com');
        }
      }),
      { numRuns: 2000 },
    );
    expect(rendered).toBeGreaterThanOrEqual(2000);
    expect(markdown).toEqual([]);
  });

  it('keeps ordinary names as they are', () => {
    for (const name of ['Room 4.12', 'Étage 2', 'Größe & Höhe', 'Café "Nord"', '会議室 3', 'R&D #7'])
      expect(plain(name)).toBe(name);
  });

  it('buttons carry ids only', () => {
    for (const json of cardsOf('x'))
      for (const action of (json['actions'] ?? []) as { type: string; data?: object }[])
        if (action.type === 'Action.Execute')
          expect(['buildingId', 'runId', 'approvalId']).toEqual(
            expect.arrayContaining(Object.keys(action.data ?? {})),
          );
  });
});

describe('cards', () => {
  it('are Adaptive Cards 1.5 that the library has nothing to say against', () => {
    for (const json of cardsOf('Contoso House')) {
      expect(json).toMatchObject({ type: 'AdaptiveCard', version: '1.5', fallbackText: expect.any(String) });
      expect(((json['actions'] ?? []) as unknown[]).length).toBeLessThanOrEqual(6);
      expect(render(json).problems).toEqual([]);
    }
  });

  it('F62 a report of 10,000 failures with the longest names stays in its budget', () => {
    for (const name of ['x'.repeat(5000), '\u{1F3E2}'.repeat(400), '"'.repeat(400), '会'.repeat(400)]) {
      const json = reportCard(reportOf(name, 10_000), links);
      expect(JSON.stringify(json).length).toBeLessThanOrEqual(CARD_BUDGET);
      expect(JSON.stringify(json)).toContain('more in the full report');
    }
  });

  it('a report says what was done, by whom, what failed and when it will show', () => {
    const { element } = render(reportCard(reportOf('Contoso House'), links));
    for (const words of [
      'Synced with failures: Contoso House',
      '3 created, 1 failed',
      '4 min 10 s',
      '400',
      '2030-01-06 08:00 UTC',
      'run-1',
    ])
      expect(element.textContent.replaceAll('\u00A0', ' ')).toContain(words);
    expect(reportText(reportOf('Contoso House'))).toBe(
      'Synced with failures: Contoso House. 3 created, 1 failed. Run run-1.',
    );
  });

  it('offers a retry only where something failed', () => {
    const verbs = (json: CardJson) =>
      ((json['actions'] ?? []) as { verb?: string }[]).map(({ verb }) => verb);
    expect(verbs(reportCard(reportOf('x', 1), links))).toContain('retry');
    expect(verbs(reportCard(reportOf('x', 0), links))).not.toContain('retry');
  });

  it('links to the run in the tab', () => {
    const url = new URL(links.run('r 1'));
    expect(JSON.parse(url.searchParams.get('context') ?? '')).toEqual({ subEntityId: 'run:r 1' });
    expect(url.pathname).toBe('/l/entity/c1a0f7d2-3b64-4f6e-8a53-6d1f2b9e4c77/places-sync');
  });
});
