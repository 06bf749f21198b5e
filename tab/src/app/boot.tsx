import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Info } from '#contract';
import { createApiClient } from '../shared/api-client/api-client.ts';
import { createQueryClient } from '../shared/api-client/api-context.tsx';
import { languageOf, loadMessages, loadServerWords } from '../shared/i18n/messages.ts';
import { createText, type Text } from '../shared/i18n/text.ts';
import { navigate, parseSubPage } from '../shared/route.ts';
import { connectHost, notifyFailed, notifyReady, SIGN_IN_PATH, type Host } from '../shared/teams/host.ts';
import { createSignIn } from '../shared/teams/sign-in.ts';
import { tokenWays } from '../shared/teams/token.ts';
import { App } from './app.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { Standalone } from './standalone.tsx';

/** The content security policy allows style tags with this nonce only (teams-platform.md section 6). */
function createRenderer() {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  return createDOMRenderer(document, nonce === undefined ? {} : { styleElementAttributes: { nonce } });
}

let info: Promise<Info> | undefined;

/** `GET /api/info`, once; a failed read may be tried again. */
function loadInfo(): Promise<Info> {
  info ??= readInfo().catch((error: unknown) => {
    info = undefined;
    throw error;
  });
  return info;
}

async function readInfo(): Promise<Info> {
  const response = await fetch('/api/info');
  if (!response.ok) throw new Error(`The network or the server failed: HTTP ${response.status}`);
  return (await response.json()) as Info;
}

/** The view of a deep link, else the one a channel tab was made for. */
const askedView = (subPageId: string | undefined) =>
  parseSubPage(subPageId) ?? parseSubPage(new URLSearchParams(location.search).get('open') ?? undefined);

/** Starts the page: greet the host, load the texts of its language, open the view a deep link asks for. */
export async function boot(root: HTMLElement): Promise<void> {
  const host = await connectHost();
  const locale = host.kind === 'framed' ? host.context.locale : navigator.language;
  const language = languageOf(locale);
  document.documentElement.lang = language === 'qps-ploc' ? 'en' : language;
  const [messages, server] = await Promise.all([loadMessages(language), loadServerWords(language)]);
  const text = createText(messages, locale, server);
  try {
    createRoot(root).render(
      <StrictMode>
        <RendererProvider renderer={createRenderer()} targetDocument={document}>
          {host.kind === 'framed' ? insideHost(host, text) : <Standalone text={text} loadInfo={loadInfo} />}
        </RendererProvider>
      </StrictMode>,
    );
    if (host.kind === 'framed') void notifyReady();
  } catch (error) {
    if (host.kind === 'framed') void notifyFailed(String(error));
    throw error;
  }
}

/** The tab, or the page that the tab opened in a window of the host to sign in. */
function insideHost({ context }: Extract<Host, { kind: 'framed' }>, text: Text) {
  if (location.pathname === SIGN_IN_PATH) {
    return <SignInPage text={text} theme={context.theme} loginHint={context.loginHint} loadInfo={loadInfo} />;
  }
  const asked = askedView(context.subPageId);
  if (asked !== undefined && location.hash === '') navigate(asked);
  const signIn = createSignIn(tokenWays(loadInfo));
  const api = createApiClient({
    getToken: signIn.getToken,
    onChallenge: signIn.require,
    fetch: (input, init) => globalThis.fetch(input, init),
    baseUrl: '',
  });
  return <App api={api} signIn={signIn} queries={createQueryClient()} text={text} context={context} />;
}
