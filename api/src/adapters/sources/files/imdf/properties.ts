import { fieldOf } from '../geojson.ts';
import type { Feature } from './archive.ts';

const LONGEST_TEXT = 4096;

export const property = (feature: Feature | undefined, name: string): unknown =>
  fieldOf(feature?.properties, name);

/** A text that says something, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_TEXT) : undefined;
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

/** Ids that a property refers to; one id where a list belongs is accepted. */
export function idsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((id) => typeof id === 'string');
}

/** A GeoJSON point as latitude and longitude; [0, 0] and what is not on the earth count as missing. */
export function pointOf(value: unknown): { latitude: number; longitude: number } | undefined {
  const coordinates = fieldOf(value, 'coordinates');
  const [longitude, latitude] = Array.isArray(coordinates) ? (coordinates as unknown[]) : [];
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined;
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return undefined;
  return longitude === 0 && latitude === 0 ? undefined : { latitude, longitude };
}
