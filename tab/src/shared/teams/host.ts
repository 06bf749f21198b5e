import { app, authentication, pages, teamsCore } from '@microsoft/teams-js';

/** What the tab needs to know about where it runs. */
export interface HostContext {
  readonly theme: string;
  readonly locale: string;
  /** The page a deep link asks for: `run:ID`, `building:ID`, `plan:ID`. */
  readonly subPageId: string | undefined;
  /** `settings` while a channel tab is being added. */
  readonly frameContext: string | undefined;
  readonly hostName: string;
  readonly teamName: string | undefined;
  readonly channelName: string | undefined;
  /** Who is signed in at the host, as a hint for a sign-in of our own. */
  readonly loginHint: string | undefined;
}

/** Teams, Outlook or Microsoft 365 around the tab, or nothing. */
export type Host =
  { readonly kind: 'framed'; readonly context: HostContext } | { readonly kind: 'standalone' };

/** The page that {@link askInWindow} opens; a redirect address of the app registration. */
export const SIGN_IN_PATH = '/tab/sign-in';

/** teams-js itself waits 60 s for a silent parent (teams-platform.md section 6). */
const SILENT_PARENT_MS = 4_000;

function isFramed(): boolean {
  return window.parent !== window || window.opener !== null || 'nativeInterface' in window;
}

function rejectAfter(ms: number): Promise<never> {
  return new Promise((_resolve, reject) =>
    setTimeout(() => reject(new Error('The host did not answer.')), ms),
  );
}

function readContext(context: app.Context): HostContext {
  return {
    theme: context.app.theme,
    locale: context.app.locale,
    subPageId: context.page.subPageId || undefined,
    frameContext: context.page.frameContext,
    hostName: context.app.host.name,
    teamName: context.team?.displayName,
    channelName: context.channel?.displayName,
    loginHint: context.user?.loginHint ?? context.user?.userPrincipalName,
  };
}

/** Finds out where the tab runs and greets the host. A page in a frame whose parent is silent counts as standalone. */
export async function connectHost(): Promise<Host> {
  if (!isFramed()) return { kind: 'standalone' };
  try {
    await Promise.race([app.initialize(), rejectAfter(SILENT_PARENT_MS)]);
    const context = readContext(await app.getContext());
    app.notifyAppLoaded();
    return { kind: 'framed', context };
  } catch {
    return { kind: 'standalone' };
  }
}

/** Ends the host's loading sign. */
export const notifyReady = () => app.notifySuccess();

/** Lets the host show its own error page. */
export const notifyFailed = (message: string) =>
  app.notifyFailure({ reason: app.FailedReason.Other, message });

export const onThemeChange = (take: (theme: string) => void) => app.registerOnThemeChangeHandler(take);

/** The single sign-on token of the person, for our API and nobody else. */
export const getHostToken = (claims: string | undefined) =>
  authentication.getAuthToken(claims === undefined ? {} : { claims: [claims] });

/** What the sign-in page is asked for: a sign-in, with `claims` of a challenge, or an administrator's consent. */
export type SignInAsk = { readonly claims?: string } | { readonly consent: 'admin' };

/**
 * Opens the sign-in page in a window of the host and waits for its answer. Call it from a click, or the browser blocks
 * the window. Rejects with the host's or the page's reason, `CancelledByUser` when the person closed it.
 */
export function askInWindow(ask: SignInAsk): Promise<string> {
  // teams-js takes nothing but https here; a host on loopback knows what it serves.
  const url = new URL(SIGN_IN_PATH, `https://${location.host}`);
  for (const [name, value] of Object.entries(ask)) url.searchParams.set(name, value);
  return authentication.authenticate({ url: url.href, width: 600, height: 640 });
}

/** The answer of the sign-in page to the tab that opened it; the host closes the window. */
export const answerSignIn = (result: string) => authentication.notifySuccess(result);
export const refuseSignIn = (reason: string) => authentication.notifyFailure(reason);

/** Whether the host has a dialog to share a page: Teams has, Outlook and Microsoft 365 have none. */
export const canShare = () => app.isInitialized() && pages.isSupported() && teamsCore.isSupported();

/** Opens the host's dialog to share a page of the tab. */
export const sharePage = (subPageId: string, label: string) =>
  pages.shareDeepLink({ subPageId, subPageLabel: label });

/**
 * Tells the host what a new channel tab shall open with; saved when the person presses the host's button.
 * @param subPage view of the tab, as deep links name it; undefined for the start
 */
export function offerTab(name: string, subPage: string | undefined): void {
  if (!app.isInitialized() || !pages.config.isSupported()) return;
  const url = new URL('/tab', location.origin);
  if (subPage !== undefined) url.searchParams.set('open', subPage);
  pages.config.registerOnSaveHandler((save) => {
    pages.config
      .setConfig({
        suggestedDisplayName: name,
        entityId: subPage ?? 'buildings',
        contentUrl: url.href,
        websiteUrl: url.href,
      })
      .then(
        () => save.notifySuccess(),
        (error: unknown) => save.notifyFailure(String(error)),
      );
  });
  pages.config.setValidityState(true);
}
