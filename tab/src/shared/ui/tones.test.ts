import {
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
  type Theme,
} from '@fluentui/react-components';
import { describe, expect, it } from 'vitest';

/** Pairs of tokens that carry text: what pills, cards and the connection use (WCAG 1.4.3 asks for 4.5). */
const PAIRS: readonly (readonly [keyof Theme, keyof Theme])[] = [
  ['colorStatusSuccessForeground1', 'colorStatusSuccessBackground1'],
  ['colorBrandForeground2', 'colorBrandBackground2'],
  ['colorNeutralForeground3', 'colorNeutralBackground1'],
  ['colorNeutralForeground3', 'colorNeutralBackground3'],
  ['colorStatusWarningForeground3', 'colorStatusWarningBackground1'],
  ['colorStatusDangerForeground1', 'colorStatusDangerBackground1'],
];

/** Outlines of places on the floor map, on their own tint (WCAG 1.4.11 asks for 3). */
const OUTLINES: readonly (readonly [keyof Theme, keyof Theme])[] = [
  ['colorStatusSuccessForeground1', 'colorStatusSuccessBackground2'],
  ['colorBrandForeground2', 'colorBrandBackground2'],
  ['colorNeutralStrokeAccessible', 'colorNeutralBackground1'],
  ['colorStatusWarningForeground3', 'colorStatusWarningBackground2'],
  ['colorStatusDangerForeground1', 'colorStatusDangerBackground2'],
];

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map(
      (at) =>
        parseInt(hex.length === 4 ? (hex[(at + 1) / 2] ?? '0').repeat(2) : hex.slice(at, at + 2), 16) / 255,
    )
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['light', teamsLightTheme],
  ['dark', teamsDarkTheme],
  ['contrast', teamsHighContrastTheme],
])('text in the %s theme', (_name, theme) => {
  it.each(PAIRS)('%s on %s is readable', (text, ground) => {
    expect(contrast(String(theme[text]), String(theme[ground]))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(OUTLINES)('an outline of %s on %s can be told apart', (line, tint) => {
    expect(contrast(String(theme[line]), String(theme[tint]))).toBeGreaterThanOrEqual(3);
  });
});
