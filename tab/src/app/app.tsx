import { AriaLiveAnnouncer, FluentProvider } from '@fluentui/react-components';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ApiClient } from '../shared/api-client/api-client.ts';
import { ApiContext } from '../shared/api-client/api-context.tsx';
import { TextContext } from '../shared/i18n/text-context.tsx';
import type { Text } from '../shared/i18n/text.ts';
import { onThemeChange, type HostContext } from '../shared/teams/host.ts';
import { SignInContext } from '../shared/teams/sign-in-context.tsx';
import type { SignIn } from '../shared/teams/sign-in.ts';
import { Shell } from './shell.tsx';
import { themeOf } from './theme.ts';

interface Props {
  readonly api: ApiClient;
  readonly signIn: SignIn;
  readonly queries: QueryClient;
  readonly text: Text;
  readonly context: HostContext;
}

/** The tab inside its host: theme, texts, data, and the shell around the views. */
export function App({ api, signIn, queries, text, context }: Props) {
  const [theme, setTheme] = useState(context.theme);
  useEffect(() => onThemeChange(setTheme), []);
  return (
    <FluentProvider theme={themeOf(theme)} style={{ height: '100%' }}>
      <AriaLiveAnnouncer>
        <TextContext value={text}>
          <ApiContext value={api}>
            <QueryClientProvider client={queries}>
              <SignInContext value={signIn}>
                <Shell settings={context.frameContext === 'settings'} />
              </SignInContext>
            </QueryClientProvider>
          </ApiContext>
        </TextContext>
      </AriaLiveAnnouncer>
    </FluentProvider>
  );
}
