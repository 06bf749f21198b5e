/** Whether a building can be where its map says. */
import type { Building, Position } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import { tangentPlane } from './tangent-plane.ts';
import { say, spoken } from '../model/sentence.ts';

/** West, south, east, north in whole degrees, generous; countries with far-off parts are left out. */
const COUNTRIES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  AT: [9, 46, 18, 50],
  AU: [112, -44, 154, -9],
  BE: [2, 49, 7, 52],
  BR: [-74, -34, -34, 6],
  CA: [-142, 41, -52, 84],
  CH: [5, 45, 11, 48],
  CZ: [12, 48, 19, 52],
  DE: [5, 47, 16, 56],
  DK: [8, 54, 16, 58],
  ES: [-19, 27, 5, 44],
  FI: [19, 59, 32, 71],
  FR: [-6, 41, 10, 52],
  GB: [-9, 49, 2, 61],
  IE: [-11, 51, -5, 56],
  IN: [68, 6, 98, 36],
  IT: [6, 35, 19, 48],
  JP: [122, 24, 146, 46],
  KR: [124, 33, 132, 39],
  MX: [-118, 14, -86, 33],
  NL: [3, 50, 8, 54],
  NO: [4, 57, 32, 72],
  PL: [14, 49, 25, 55],
  PT: [-32, 30, -6, 43],
  SE: [10, 55, 25, 70],
  SG: [103, 1, 105, 2],
  US: [-180, 18, -66, 72],
  ZA: [16, -35, 33, -22],
};

/** A position and the middle of the map that are farther apart mean different buildings, metres. */
const APART = 2000;

const within = ([west, south, east, north]: readonly number[], [lon, lat]: Position): boolean =>
  lon >= (west ?? 0) && lon <= (east ?? 0) && lat >= (south ?? 0) && lat <= (north ?? 0);

/** @param at longitude and latitude of the middle of the map */
export function georeferenceFindings({ name, key, address, position }: Building, at: Position): Finding[] {
  const findings: Finding[] = [];
  const country = address?.countryOrRegion?.toUpperCase() ?? '';
  const box = Object.hasOwn(COUNTRIES, country) ? COUNTRIES[country] : undefined;
  if (box && !within(box, at)) {
    const swapped = within(box, [at[1], at[0]]);
    findings.push({
      code: 'map-other-country',
      severity: 'warning',
      ...spoken({
        message: say`The map of "${{ name }}" lies at latitude ${{ latitude: at[1].toFixed(4) }}, longitude ${{ longitude: at[0].toFixed(4) }}, which is not in ${{ country }}.`,
        hint: swapped
          ? say`Latitude and longitude look swapped.`
          : say`Check the anchor of the frame, or the address.`,
      }),
      key,
    });
  }
  if (position) {
    const plane = tangentPlane({ anchor: position, rotation: 0, scale: 1 });
    const away = Math.hypot(...plane.toLocal(at));
    if (away > APART)
      findings.push({
        code: 'map-position-apart',
        severity: 'warning',
        ...spoken({
          message: say`The map of "${{ name }}" lies ${{ km: Math.round(away / 1000) }} km from the position of the building.`,
          hint: say`Correct the position, or the anchor of the frame.`,
        }),
        key,
      });
  }
  return findings;
}
