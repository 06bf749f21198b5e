/** How a client of Teams tells the card library its colours and distances, theme by theme. */

type Ground = 'default' | 'emphasis' | 'good' | 'warning' | 'attention' | 'accent';
type Letters = 'default' | 'accent' | 'good' | 'warning' | 'attention';

interface Palette {
  readonly subtle: string;
  readonly letters: Readonly<Record<Letters, string>>;
  readonly grounds: Readonly<Record<Ground, string>>;
  readonly line: string;
}

const LIGHT: Palette = {
  line: '#d1d1d1',
  subtle: '#616161',
  letters: {
    default: '#242424',
    accent: '#4f52b2',
    good: '#0e700e',
    warning: '#835b00',
    attention: '#b10e1c',
  },
  grounds: {
    default: '#ffffff',
    emphasis: '#f5f5f5',
    good: '#e7f2e7',
    warning: '#fdf6dc',
    attention: '#fdecee',
    accent: '#ebebfa',
  },
};
const DARK: Palette = {
  line: '#5c5c5c',
  subtle: '#adadad',
  letters: {
    default: '#ffffff',
    accent: '#a9abf5',
    good: '#8fd06d',
    warning: '#f2c661',
    attention: '#f59ba3',
  },
  grounds: {
    default: '#292929',
    emphasis: '#3a3a3a',
    good: '#1d3a1d',
    warning: '#45370f',
    attention: '#4b1f25',
    accent: '#35366b',
  },
};
const CONTRAST: Palette = {
  subtle: '#ffffff',
  letters: {
    default: '#ffffff',
    accent: '#ffff00',
    good: '#3ff23f',
    warning: '#ffff00',
    attention: '#ff9a9a',
  },
  grounds: {
    default: '#000000',
    emphasis: '#000000',
    good: '#000000',
    warning: '#000000',
    attention: '#000000',
    accent: '#000000',
  },
  line: '#ffffff',
};
const PALETTES: Readonly<Record<string, Palette>> = { default: LIGHT, dark: DARK, contrast: CONTRAST };

/** @param theme as teams-js names it; an unknown one is shown light */
export function hostConfigOf(theme: string): object {
  const { subtle, letters, grounds, line } = PALETTES[theme] ?? LIGHT;
  const foregroundColors = Object.fromEntries(
    Object.entries(letters).map(([name, colour]) => [
      name,
      { default: colour, subtle: name === 'default' ? subtle : colour },
    ]),
  );
  const containerStyles = Object.fromEntries(
    Object.entries(grounds).map(([name, backgroundColor]) => [name, { backgroundColor, foregroundColors }]),
  );
  return {
    fontFamily: 'inherit',
    fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 14 },
    separator: { lineThickness: 1, lineColor: line },
    containerStyles,
    actions: {
      actionsOrientation: 'horizontal',
      buttonSpacing: 8,
      maxActions: 6,
      actionAlignment: 'left',
      spacing: 'medium',
    },
    supportsInteractivity: true,
  };
}
