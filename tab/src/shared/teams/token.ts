import { nestedAppAuth } from '@microsoft/teams-js';
import type { Info } from '#contract';
import type { GetToken } from '../api-client/api-client.ts';
import { getHostToken } from './host.ts';

/**
 * How the tab proves who is asking: nested app authentication where the host offers it, else the host's own single
 * sign-on. msal-browser is only loaded where it is used (72 kB gzip).
 */
export function createGetToken(loadInfo: () => Promise<Info>): GetToken {
  return async (options = {}) => {
    if (nestedAppAuth.isNAAChannelRecommended()) {
      const { getNestedToken } = await import('./nested-token.ts');
      return getNestedToken(await loadInfo(), options);
    }
    return getHostToken(options.claims);
  };
}
