import { fieldOf } from '../geojson.ts';
import type { Feature } from './feature.ts';

const LONGEST_TEXT = 4096;
const LONGEST_ID = 200;
const UUID = /^\{?([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\}?$/i;
/** White space and control characters: names from drawings are broken into lines. */
const GAPS = /[\s\p{Cc}]+/gu;

/** GIS tools write lists and labels as the text of their JSON when they know only plain fields. */
export function property(feature: Feature | undefined, name: string): unknown {
  const value = fieldOf(feature?.properties, name);
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || value.length > LONGEST_TEXT) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** A text that says something, or undefined; numbers are texts too (room 204). */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.replace(GAPS, ' ').trim().slice(0, LONGEST_TEXT);
  return text === '' ? undefined : text;
}

/** A number, also one that is written as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A label (texts by language) in the archive's language, else in English, else in whatever there is. */
export function labelOf(value: unknown, language: string | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return textOf(value);
  const base = language?.split('-')[0];
  for (const tag of [language, base, 'en']) {
    const text = tag === undefined ? undefined : textOf(fieldOf(value, tag));
    if (text !== undefined) return text;
  }
  return Object.values(value)
    .map(textOf)
    .find((text) => text !== undefined);
}

/** An id as it is compared: UUIDs in small letters and without the braces that some databases put around them. */
export function idOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST_ID) return undefined;
  return UUID.exec(text.trim())?.[1]?.toLowerCase() ?? text;
}

/** Ids that a property refers to; one id where a list belongs is accepted, and so are whole references. */
export function idsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => idOf(one) ?? idOf(fieldOf(one, 'id')) ?? []);
}

/** The words of a list, or the one word where a list belongs. */
export function wordsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => textOf(one)?.toLowerCase() ?? []);
}

/** A GeoJSON point as latitude and longitude; [0, 0] and what is not on the earth count as missing. */
export function pointOf(value: unknown): { latitude: number; longitude: number } | undefined {
  const coordinates = fieldOf(value, 'coordinates');
  const [longitude, latitude] = (Array.isArray(coordinates) ? (coordinates as unknown[]) : []).map(numberOf);
  if (longitude === undefined || latitude === undefined) return undefined;
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return undefined;
  return longitude === 0 && latitude === 0 ? undefined : { latitude, longitude };
}
