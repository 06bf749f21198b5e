import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Info } from '#contract';
import { createApiClient } from '../shared/api-client/api-client.ts';
import { createQueryClient } from '../shared/api-client/api-context.tsx';
import { languageOf, loadMessages } from '../shared/i18n/messages.ts';
import { createText } from '../shared/i18n/text.ts';
import { navigate, parseSubPage } from '../shared/route.ts';
import { connectHost, notifyFailed, notifyReady } from '../shared/teams/host.ts';
import { createGetToken } from '../shared/teams/token.ts';
import { App } from './app.tsx';
import { Standalone } from './standalone.tsx';

/** The content security policy allows style tags with this nonce only (teams-platform.md section 6). */
function createRenderer() {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  return createDOMRenderer(document, nonce === undefined ? {} : { styleElementAttributes: { nonce } });
}

let info: Promise<Info> | undefined;

/** `GET /api/info`, once; a failed read may be tried again. */
function loadInfo(): Promise<Info> {
  info ??= fetch('/api/info').then(
    async (response) => (await response.json()) as Info,
    (error: unknown) => {
      info = undefined;
      throw error;
    },
  );
  return info;
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
  const text = createText(await loadMessages(language), locale);
  const asked = host.kind === 'framed' ? askedView(host.context.subPageId) : undefined;
  if (asked !== undefined && location.hash === '') navigate(asked);

  const api = createApiClient({
    getToken: createGetToken(loadInfo),
    fetch: (input, init) => globalThis.fetch(input, init),
    baseUrl: '',
  });
  try {
    createRoot(root).render(
      <StrictMode>
        <RendererProvider renderer={createRenderer()} targetDocument={document}>
          {host.kind === 'framed' ? (
            <App api={api} queries={createQueryClient()} text={text} context={host.context} />
          ) : (
            <Standalone text={text} loadInfo={loadInfo} />
          )}
        </RendererProvider>
      </StrictMode>,
    );
    if (host.kind === 'framed') void notifyReady();
  } catch (error) {
    if (host.kind === 'framed') void notifyFailed(String(error));
    throw error;
  }
}
