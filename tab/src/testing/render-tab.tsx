import { AriaLiveAnnouncer, FluentProvider, teamsLightTheme } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createApiClient } from '../shared/api-client/api-client.ts';
import { ApiContext, createQueryClient } from '../shared/api-client/api-context.tsx';
import en from '../shared/i18n/en.json';
import { createText } from '../shared/i18n/text.ts';
import { TextContext } from '../shared/i18n/text-context.tsx';

/** What the fake API answers: a value as JSON, a whole response, or a function that gives one. */
type Answers = Readonly<Record<string, unknown>>;

/** A call that a view made. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A refusal as the API words it. */
export const problemAnswer = (status: number, problem: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ status, ...problem }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

/** Renders part of the tab in English against a fake API. Keys of `answers` are `GET /api/...` without the query. */
export function renderTab(view: ReactNode, answers: Answers = {}) {
  const sent: Sent[] = [];
  const api = createApiClient({
    getToken: () => Promise.resolve('token'),
    baseUrl: '',
    fetch: async (input, init) => {
      const url = new URL(input as string, 'http://localhost');
      const isForm = init?.body instanceof FormData;
      const request = new Request(url, isForm ? { ...init, body: null } : init);
      const key = `${request.method} ${url.pathname}`;
      const body = isForm ? [...(init.body as FormData).keys()].join() : await request.clone().text();
      sent.push({ method: request.method, path: url.pathname + url.search, headers: request.headers, body });
      if (!(key in answers)) return problemAnswer(404, { code: 'not-faked', detail: key });
      const answer: unknown = answers[key];
      const value: unknown =
        typeof answer === 'function' ? await (answer as (request: Request) => unknown)(request) : answer;
      return value instanceof Response ? value : Response.json(value);
    },
  });
  const queries = createQueryClient();
  queries.setDefaultOptions({ queries: { retry: false, staleTime: 5_000 } });
  const page = render(
    <FluentProvider theme={teamsLightTheme}>
      <AriaLiveAnnouncer>
        <TextContext value={createText(en, 'en-US')}>
          <ApiContext value={api}>
            <QueryClientProvider client={queries}>{view}</QueryClientProvider>
          </ApiContext>
        </TextContext>
      </AriaLiveAnnouncer>
    </FluentProvider>,
  );
  return { ...page, sent, queries };
}
