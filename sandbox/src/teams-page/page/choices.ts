/** What can be switched in the simulated Teams. Kept in the address, so that a reload or a link shows the same. */

export interface Choices {
  readonly person: string;
  readonly theme: string;
  readonly locale: string;
  readonly width: string;
  /** Which Microsoft application shows the tab. */
  readonly host: string;
  /** Nested app authentication; off: the older single sign-on. */
  readonly naa: string;
  /** The page of the tab that a deep link asks for: `run:ID`. */
  readonly page: string;
  /** `content`, or `settings` while the tab is being added to a channel. */
  readonly frame: string;
}

export const PEOPLE = {
  admin: { name: 'Alex Admin', upn: 'admin@contoso.example' },
  operator: { name: 'Robin Operator', upn: 'operator@contoso.example' },
  viewer: { name: 'Kim Viewer', upn: 'viewer@contoso.example' },
  outsider: { name: 'Sam Outsider', upn: 'outsider@fabrikam.example' },
} as const;

export const THEMES = { default: 'Light', dark: 'Dark', contrast: 'High contrast' } as const;

export const LOCALES = {
  'en-US': 'English',
  'de-DE': 'Deutsch',
  'fr-FR': 'Français',
  'qps-ploc': 'Pseudo (longer texts)',
} as const;

/** By the names that teams-js knows them by. */
export const HOSTS = { Teams: 'Teams', Outlook: 'Outlook', Office: 'Microsoft 365' } as const;

/** Width of the tab in CSS pixels; 0 takes what is there. */
export const WIDTHS = {
  desktop: { label: 'Desktop', px: 0 },
  tablet: { label: 'Tablet', px: 768 },
  phone: { label: 'Phone', px: 320 },
} as const;

const START: Choices = {
  person: 'admin',
  theme: 'default',
  locale: 'en-US',
  width: 'desktop',
  host: 'Teams',
  naa: 'off',
  page: '',
  frame: 'content',
};

/** Reads the address; what it does not say is as at the start. */
export function readChoices(search: string): Choices {
  const asked = new URLSearchParams(search);
  const take = (name: keyof Choices) => asked.get(name) ?? START[name];
  return {
    person: take('person'),
    theme: take('theme'),
    locale: take('locale'),
    width: take('width'),
    host: take('host'),
    naa: take('naa'),
    page: take('page'),
    frame: take('frame'),
  };
}

/** The address of these choices; what is as at the start is left out. */
export function writeChoices(choices: Choices): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(choices) as [keyof Choices, string][]) {
    if (value !== START[name]) search.set(name, value);
  }
  const text = search.toString();
  return text === '' ? location.pathname : `${location.pathname}?${text}`;
}

/** Page of the tab that a Teams deep link names, or undefined when the link is none. */
export function subPageOfLink(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  const context = url.searchParams.get('context');
  if (!url.pathname.startsWith('/l/entity/') || context === null) return undefined;
  try {
    const { subEntityId, subPageId } = JSON.parse(context) as { subEntityId?: string; subPageId?: string };
    return subPageId ?? subEntityId ?? '';
  } catch {
    return '';
  }
}
