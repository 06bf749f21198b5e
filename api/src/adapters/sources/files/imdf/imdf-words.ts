import type { ImdfWords, Label } from '../../../../core/model/carried-feature.ts';
import type { Feature } from './feature.ts';
import { property, textOf, wordsOf } from './properties.ts';

const WORD = /^[a-z0-9]+(\.[a-z0-9]+)*$/;
const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Closed lists of IMDF 1.0.0 (imdf.md section 2.6). */
export const RESTRICTIONS = words('employeesonly restricted');
const ACCESSIBILITY = words(
  'assisted.listening braille hearing hearingloop signlanginterpreter tactilepaving tdd trs volume wheelchair',
);
const LEVELS = words(
  `arrivals arrivals.domestic arrivals.intl departures departures.domestic departures.intl parking transit`,
);

/** The one of these words that a property has. */
export function oneOf(feature: Feature, name: string, known: ReadonlySet<string>): string | undefined {
  const word = textOf(property(feature, name))?.toLowerCase();
  return word !== undefined && known.has(word) ? word : undefined;
}

/** Those of these words that a property lists; null when there are none. */
export function someOf(feature: Feature, name: string, known: ReadonlySet<string>): readonly string[] | null {
  const some = wordsOf(property(feature, name)).filter((word) => known.has(word));
  return some.length === 0 ? null : [...new Set(some)];
}

export const accessibilityOf = (feature: Feature): readonly string[] | null =>
  someOf(feature, 'accessibility', ACCESSIBILITY);

export const restrictionOf = (feature: Feature): string | null =>
  oneOf(feature, 'restriction', RESTRICTIONS) ?? null;

/** A category that has the form of one: `restroom.family`. */
export function wordOf(feature: Feature): string | undefined {
  const word = textOf(property(feature, 'category'))?.toLowerCase();
  return word !== undefined && WORD.test(word) ? word : undefined;
}

/** All languages of a label; plain text, and text under what is no language, counts as English. */
export function labelsOf(feature: Feature, name: string): Label {
  const value = property(feature, name);
  const plain = textOf(value);
  if (plain !== undefined) return { en: plain };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const texts = new Map<string, string>();
  for (const [key, sent] of Object.entries(value)) {
    const tag = key.replaceAll('_', '-');
    const text = textOf(sent);
    if (text !== undefined && !texts.has(TAG.test(tag) ? tag : 'en'))
      texts.set(TAG.test(tag) ? tag : 'en', text);
  }
  return texts.size === 0 ? null : Object.fromEntries(texts);
}

/** What the full archive has to know beside the name that was read; undefined when that is all there is. */
export function imdfWordsOf(
  feature: Feature,
  name: string | undefined,
  isLevel = false,
): ImdfWords | undefined {
  const labels = labelsOf(feature, 'name');
  const altName = labelsOf(feature, 'alt_name');
  const restriction = restrictionOf(feature);
  const accessibility = accessibilityOf(feature);
  const category = isLevel ? oneOf(feature, 'category', LEVELS) : undefined;
  const shortName = isLevel ? labelsOf(feature, 'short_name') : null;
  const plain =
    labels === null ? name === undefined : Object.keys(labels).join() === 'en' && labels['en'] === name;
  const said: ImdfWords = {
    ...(!plain && { name: labels }),
    ...(altName && { altName }),
    ...(shortName && { shortName }),
    ...(restriction !== null && { restriction }),
    ...(accessibility && { accessibility }),
    ...(category !== undefined && { category }),
  };
  return Object.keys(said).length > 0 ? said : undefined;
}
