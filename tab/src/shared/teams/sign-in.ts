import type { GetToken } from '../api-client/api-client.ts';

/** A token for our API, and when it ends (milliseconds). */
export interface PersonToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Something between the person and a token that only the person can settle: consent, a second factor, a new sign-in. */
export interface SignInNeed {
  /** Of a claims challenge, as the API passed them on. */
  readonly claims: string | undefined;
}

/** How the tab proves who is asking, and the one way out when it cannot do so by itself. */
export interface SignIn {
  readonly getToken: GetToken;
  /** The API wanted more than the host's token proves. */
  readonly require: (claims: string) => void;
  /** undefined: nothing to do for the person. */
  readonly need: () => SignInNeed | undefined;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Lets the person sign in; call it from a click. Rejects when the window is closed or Microsoft refuses. */
  readonly start: () => Promise<void>;
}

export interface SignInWays {
  /** Without a word to the person. */
  readonly silently: (options: { fresh?: boolean; claims?: string }) => Promise<string>;
  /** In a window of the host. */
  readonly asking: (claims: string | undefined) => Promise<PersonToken>;
  readonly now: () => number;
}

/** A token that ends sooner would not outlast the call. */
const SPARE_MS = 60_000;

/** The host lost its network: signing in would not help, waiting does. */
const isPassing = (error: unknown): boolean =>
  /network|fetch|offline|time(d )?out|transient/i.test(
    error instanceof Error ? error.message : String(error),
  );

/**
 * Tokens come silently as long as the host can give them. When it cannot, the need is written down for the page to show,
 * and nothing pops up by itself. The token of the person's own sign-in is kept in memory only, until it ends.
 */
export function createSignIn({ silently, asking, now }: SignInWays): SignIn {
  let own: PersonToken | undefined;
  let need: SignInNeed | undefined;
  const listeners = new Set<() => void>();

  function setNeed(next: SignInNeed | undefined) {
    if (need === next) return;
    need = next;
    for (const listener of listeners) listener();
  }

  return {
    getToken: async (options = {}) => {
      if (options.fresh === true) own = undefined;
      if (own !== undefined && own.expiresAt - SPARE_MS > now()) return own.token;
      try {
        const token = await silently(options);
        // A challenge is settled by the person only; the host's ordinary token says nothing about it.
        if (need?.claims === undefined) setNeed(undefined);
        return token;
      } catch (error) {
        if (!isPassing(error)) setNeed({ claims: options.claims ?? need?.claims });
        throw error;
      }
    },
    require: (claims) => setNeed({ claims }),
    need: () => need,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    start: async () => {
      own = await asking(need?.claims);
      setNeed(undefined);
    },
  };
}
