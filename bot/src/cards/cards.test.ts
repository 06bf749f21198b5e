// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityOf } from '../connector/card-activity.ts';
import type { CardJson } from './card.ts';
import { plain } from './plain.ts';
import { CARD_BUDGET, CARD_BYTES, reportCard, reportText } from './report-card.ts';
import { EVERY_CARD, links, reportOf } from './testing/every-card.ts';
import { hostileName } from './testing/hostile-names.ts';
import { complaintsAbout, draw, markdownTexts } from './testing/microsofts-renderer.ts';

const cardsOf = (name: string): CardJson[] => EVERY_CARD.map(([, make]) => make(name));

/** Format and control characters that reach a reader, other than the joiner that breaks addresses up. */
const HIDDEN = /[\p{Cc}\p{Co}\p{Cs}\u00AD\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;

describe('C36 names from sources', () => {
  it('hostile names: no link, no mention, no formatting, nothing hidden, no address of a person', () => {
    let rendered = 0;
    fc.assert(
      fc.property(hostileName, (name) => {
        const json = EVERY_CARD[rendered++ % EVERY_CARD.length]?.[1](name) ?? {};
        const element = draw(json);
        expect(element.querySelectorAll('a, img, b, strong, em, code').length).toBe(0);
        const text = element.textContent;
        expect(text).not.toBe('');
        expect(text).not.toMatch(HIDDEN);
        expect(text).not.toMatch(/https?:\/\/|www\.\w|ada@|<at/i);
        for (const action of (json['actions'] ?? []) as { url?: string }[]) {
          if (action.url !== undefined) expect(new URL(action.url).host).toBe('teams.microsoft.com');
        }
      }),
      { numRuns: 120 },
    );
    expect(rendered).toBeGreaterThanOrEqual(120);
    expect(markdownTexts).toEqual([]);
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
  it.each(EVERY_CARD)(
    '%s: an Adaptive Card 1.5 without a word against it, whatever the names',
    (_what, make) => {
      for (const name of [
        'Contoso House',
        '',
        '[x](https://evil.example) <at>All</at>',
        '\u{1F3E2}'.repeat(400),
      ]) {
        const json = make(name);
        expect(complaintsAbout(json)).toEqual([]);
        expect(json).toMatchObject({ type: 'AdaptiveCard', fallbackText: expect.stringMatching(/\S/) });
        expect(((json['actions'] ?? []) as unknown[]).length).toBeLessThanOrEqual(6);
      }
    },
  );

  it('a report says what is left to be done by hand, and nothing of it when nothing is', () => {
    const by = (count: number) =>
      JSON.stringify(reportCard({ ...reportOf('x'), handovers: Array.from({ length: count }) }, links));
    expect(by(2)).toContain('2 commands, in the full report');
    expect(by(1)).toContain('1 command, in the full report');
    expect(by(0)).not.toContain('by hand');
  });

  it('the judge says what is wrong', () => {
    const of = (part: object, version = '1.5') =>
      complaintsAbout({ type: 'AdaptiveCard', version, body: [part] }).length;
    expect(of({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a' }] })).toBe(0);
    expect(of({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a' }] }, '1.6')).toBe(1);
    expect(of({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a', wrap: true }] })).toBe(1);
    expect(of({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a', size: 'huge' }] })).toBe(1);
    expect(of({ type: 'Banner', text: 'a' })).toBe(1);
    expect(of({ type: 'ColumnSet', columns: [{ type: 'Column', width: 'wide' }] })).toBe(1);
    expect(of({ type: 'Carousel', pages: [] })).toBe(1);
    expect(of({ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'a' }] })).toBe(1);
  });

  it('F62 every card stays in its budget, in units and in bytes, with 10,000 failures and the longest names', () => {
    for (const name of [
      'x'.repeat(5000),
      '\u{1F3E2}'.repeat(400),
      '"'.repeat(400),
      '\\'.repeat(400),
      '会'.repeat(400),
    ])
      for (const [, make] of EVERY_CARD) {
        const json = JSON.stringify(make(name));
        expect(json.length).toBeLessThanOrEqual(CARD_BUDGET);
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(CARD_BYTES);
      }
    expect(JSON.stringify(reportCard(reportOf('x', 10_000), links))).toContain(
      '9,995 more in the full report',
    );
  });

  it('F62 the text instead of a card says outcome, counts and run, however long the names', () => {
    for (const name of [
      'x'.repeat(5000),
      '\u{1F3E2}'.repeat(400),
      '会'.repeat(400),
      '[x](https://evil.example)',
    ]) {
      const { text, attachments } = activityOf({ text: reportText(reportOf(name, 10_000)), card: null });
      expect(attachments).toBeUndefined();
      expect(text).toMatch(/^Synced with failures: .*12 created, .*10,000 failed, .*Run run-1\.$/u);
      expect(text?.length).toBeLessThanOrEqual(600);
      expect(text).not.toContain('https://');
    }
  });

  it('a report says what was done, by whom, what failed and when it will show', () => {
    const element = draw(reportCard(reportOf('Contoso House'), links));
    for (const words of [
      'Synced with failures: Contoso House',
      '12created3updated1moved1failed40skipped',
      '4 min 10 s',
      '400',
      '2030-01-06 08:00 UTC',
      'run-1',
    ])
      expect(element.textContent.replaceAll('\u00A0', ' ')).toContain(words);
    expect(reportText(reportOf('Contoso House'))).toBe(
      'Synced with failures: Contoso House. 12 created, 3 updated, 1 moved, 1 failed, 40 unchanged or skipped. Run run-1.',
    );
  });

  it('offers a retry only where something failed', () => {
    const verbs = (json: CardJson) =>
      ((json['actions'] ?? []) as { verb?: string }[]).map(({ verb }) => verb);
    expect(verbs(reportCard(reportOf('x', 1), links))).toContain('retry');
    expect(verbs(reportCard(reportOf('x', 0), links))).not.toContain('retry');
    const map = { state: 'failed', message: 'The map was not uploaded.' };
    expect(verbs(reportCard({ ...reportOf('x', 0), map }, links))).toContain('retry');
  });

  it('links to the run in the tab', () => {
    const url = new URL(links.run('r 1'));
    expect(JSON.parse(url.searchParams.get('context') ?? '')).toEqual({ subEntityId: 'run:r 1' });
    expect(url.pathname).toBe('/l/entity/c1a0f7d2-3b64-4f6e-8a53-6d1f2b9e4c77/places-sync');
  });
});

it.each([
  [{ state: 'uploaded', message: '' }, 'uploaded, 5 of 7 linked'],
  [{ state: 'pending', message: '', until: '2026-03-01T10:00:00.000Z' }, 'pending until'],
  [
    { state: 'failed', message: 'The map was not uploaded. Too large.' },
    'The map was not uploaded. Too large.',
  ],
])('says what became of the floor map: %j', (map, shown) => {
  const floors = [
    { state: 'uploaded', correlated: 4, places: 4 },
    { state: 'pending', correlated: 1, places: 3 },
  ];
  expect(JSON.stringify(reportCard({ ...reportOf('x', 0), map: { ...map, floors } }, links))).toContain(
    shown,
  );
  const none = { ...reportOf('x', 0), map: { state: 'skip', message: '' } };
  expect(JSON.stringify(reportCard(none, links))).not.toContain('Floor map');
});
