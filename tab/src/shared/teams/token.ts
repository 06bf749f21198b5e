import { nestedAppAuth } from '@microsoft/teams-js';
import type { Info } from '#contract';
import { askInWindow, getHostToken } from './host.ts';
import type { PersonToken, SignInWays } from './sign-in.ts';

/**
 * The ways to a token: nested app authentication where the host offers it, else the host's own single sign-on with a
 * window of ours for what needs the person. msal-browser is only loaded where it is used (72 kB gzip).
 */
export function tokenWays(loadInfo: () => Promise<Info>): SignInWays {
  return {
    silently: async (options) => {
      if (!nestedAppAuth.isNAAChannelRecommended()) return getHostToken(options.claims);
      const { getNestedToken } = await import('./nested-token.ts');
      return (await getNestedToken(await loadInfo(), options)).token;
    },
    asking: async (claims) => {
      if (!nestedAppAuth.isNAAChannelRecommended()) return askInSignInPage(claims);
      const { getNestedToken } = await import('./nested-token.ts');
      return getNestedToken(await loadInfo(), { prompt: true, ...(claims === undefined ? {} : { claims }) });
    },
    now: Date.now,
  };
}

/** The sign-in page answers with the token as JSON; see `app/sign-in-page.tsx`. */
async function askInSignInPage(claims: string | undefined): Promise<PersonToken> {
  const answer = await askInWindow(claims === undefined ? {} : { claims });
  return JSON.parse(answer) as PersonToken;
}
