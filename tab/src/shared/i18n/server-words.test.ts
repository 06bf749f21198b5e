import { describe, expect, it } from 'vitest';
import { serverSentences } from '../../testing/server-sentences.ts';
import de from './de.json';
import en from './en.json';
import { loadServerWords } from './messages.ts';
import germanWords from './server.de.json';
import frenchWords from './server.fr.json';
import { createText } from './text.ts';

const german = createText(de, 'de-CH', germanWords);
const english = createText(en, 'en-GB');

const API = 'api/src';
const { said, glued } = serverSentences(API);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('the sentences of the server', () => {
  it('are found in its sources', () => {
    expect(said.size).toBeGreaterThan(400);
    expect([...said.keys()]).toContain('The floor is not published in the source.');
    expect([...said.keys()]).toContain('{count} of {all} synced places would be moved.');
  });

  it('keep their values apart: use say`...` with ${{ name: value }}', () => {
    expect(glued).toEqual([]);
  });

  it.each([
    ['de', germanWords],
    ['fr', frenchWords],
  ] as const)(
    'have words in %s: add those that are new, take away those that are gone',
    (_language, words) => {
      const own: Readonly<Record<string, string>> = words;
      const missing = [...said]
        .filter(([text]) => !(own[text] ?? '').trim())
        .map(([text, at]) => `${at} ${text}`);
      expect(missing).toEqual([]);
      expect(Object.keys(own).filter((text) => !said.has(text))).toEqual([]);
      const wrong = Object.entries(own).filter(
        ([text, word]) => placeholders(text).join() !== placeholders(word).join(),
      );
      expect(wrong).toEqual([]);
    },
  );
});

describe('what the server said', () => {
  const guard = {
    message: '3 of 1200 synced places would be removed from Microsoft Places.',
    words: {
      message: {
        text: '{count} of {all} synced places would be removed from Microsoft Places.',
        values: { count: 3, all: 1200 },
      },
    },
  };

  it('comes in the language of the host, with its numbers', () => {
    expect(german.said(guard, 'message')).toMatch(
      /^3 von 1.200 synchronisierten Orten würden aus Microsoft Places entfernt\.$/,
    );
    expect(english.said(guard, 'message')).toBe(
      '3 of 1,200 synced places would be removed from Microsoft Places.',
    );
  });

  it('is one sentence inside the other, and names kinds of places', () => {
    const reason = { text: 'It left the source. Graph cannot remove a {type}.', values: { type: 'room' } };
    const finding = {
      message: 'E',
      words: {
        message: {
          text: 'The {type} "{name}" is left alone. {reason}',
          values: { type: 'room', name: 'Birke', reason },
        },
      },
    };
    expect(german.said(finding, 'message')).toBe(
      '„Birke“ (Raum) bleibt unberührt. Er ist nicht mehr in der Quelle. Graph kann diese Art von Ort (Raum) nicht entfernen.',
    );
    expect(english.said(finding, 'message')).toBe(
      'The room "Birke" is left alone. It left the source. Graph cannot remove a room.',
    );
  });

  it('is understood sentence by sentence; what nobody knows stays', () => {
    const stateReason =
      'Microsoft asks to wait for longer than a run may. The run goes on by itself then; it can be resumed earlier. Nothing that was done is repeated.';
    expect(german.said({ stateReason }, 'stateReason')).toBe(
      'Microsoft bittet, länger zu warten, als eine Synchronisierung darf. Die Synchronisierung geht dann von selbst weiter; sie lässt sich auch früher fortsetzen. Erledigtes wird nicht wiederholt.',
    );
    expect(german.said({ m: 'Access is denied. Sign in again.' }, 'm')).toBe(
      'Access is denied. Melden Sie sich neu an.',
    );
    expect(german.said({ m: 'Its floor could not be created.' }, 'm')).toBe(
      'Das Übergeordnete (Etage) konnte nicht angelegt werden.',
    );
    expect(german.said({ m: undefined }, 'm')).toBe('');
  });

  it('stays English when the server is newer than this page', () => {
    const newer = { m: 'E', words: { m: { text: '{name} is purple.', values: { name: 'Birke' } } } };
    expect(german.said(newer, 'm')).toBe('Birke is purple.');
  });

  it('keeps a name that reads from right to left to itself', () => {
    const hebrew = {
      m: 'E',
      words: { m: { text: '{name} is ready to be planned.', values: { name: 'מגדל' } } },
    };
    expect(english.said(hebrew, 'm')).toBe('\u2068מגדל\u2069 is ready to be planned.');
  });

  it('is longer in the pseudo language', async () => {
    const pseudo = createText(en, 'qps-ploc', await loadServerWords('qps-ploc'));
    expect(pseudo.said({ m: 'Sign in again.' }, 'm')).toMatch(/^\[Sígn ín ágáín\.~+\]$/);
  });
});
