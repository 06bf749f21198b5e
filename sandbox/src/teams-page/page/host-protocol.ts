/** The side of teams-js that Teams itself speaks: messages from the framed tab, answered as Teams answers them. */
import { openAuthWindow } from './auth-window.ts';
import { getNestedAnswer } from './nested-auth.ts';
import { signOnSilently } from './single-sign-on.ts';
import type { TabMessage } from './tab-message.ts';

export interface HostState {
  readonly theme: string;
  readonly locale: string;
  readonly person: string;
  readonly name: string;
  readonly upn: string;
  readonly naa: boolean;
  /** `Teams`, `Outlook` or `Office`, as teams-js names them. */
  readonly host: string;
  readonly page: string;
  readonly frame: string;
}

/** What the page does when the tab asks for more than an answer. */
export interface HostActions {
  readonly openLink: (link: string) => void;
  readonly share: (subPageId: string, label: string) => void;
  readonly goTo: (subPageId: string) => void;
  /** The tab is on screen, ready, or has failed to start. */
  readonly status: (status: 'loaded' | 'ready' | 'failed', message?: string) => void;
  readonly validity: (valid: boolean) => void;
  readonly saved: (done: boolean) => void;
  readonly setConfig: (config: unknown) => void;
}

const HOST_VERSION = '2.48.0';

/** What only Teams has: Outlook and Microsoft 365 know no channels, and have no dialog to share a page. */
const TEAMS_SUPPORTS = { pages: { config: {}, backStack: {}, currentApp: {}, tabs: {} }, teamsCore: {} };
const TEAMS_CALLS = /^(shareDeepLink|settings\.)/;

const runtimeOf = (state: HostState) => ({
  apiVersion: 4,
  isLegacyTeams: false,
  isNAAChannelRecommended: state.naa,
  hostVersionsInfo: {},
  supports: {
    pages: { currentApp: {} },
    dialog: { url: {} },
    ...(state.host === 'Teams' ? TEAMS_SUPPORTS : {}),
    ...(state.naa ? { nestedAppAuth: {} } : {}),
  },
});

const IN_CHANNEL = {
  teamId: '19:places-sync@thread.tacv2',
  teamName: 'Workplace',
  channelId: '19:places-sync@thread.tacv2',
  channelName: 'General',
  channelType: 'Regular',
};

const contextOf = (state: HostState) => ({
  theme: state.theme,
  locale: state.locale,
  hostName: state.host,
  hostClientType: 'web',
  sessionId: 'simulated',
  frameContext: state.frame,
  entityId: 'places-sync',
  subEntityId: state.page,
  userObjectId: state.person,
  userPrincipalName: state.upn,
  loginHint: state.upn,
  userDisplayName: state.name,
  tid: 'contoso.example',
  ...(state.host === 'Teams' ? IN_CHANNEL : {}),
});

type Answer = unknown[] | undefined | Promise<unknown[] | undefined>;
type Handler = (message: TabMessage, state: HostState, act: HostActions) => Answer;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Runs what the call asks for; such calls are answered with `args`, or not at all. */
const doing =
  (run: (args: readonly unknown[], act: HostActions) => void, answer?: unknown[]): Handler =>
  ({ args = [] }, _state, act) => {
    run(args, act);
    return answer;
  };

const HANDLERS: Readonly<Record<string, Handler>> = {
  initialize: (_message, state) => [state.frame, 'web', HOST_VERSION, JSON.stringify(runtimeOf(state))],
  getContext: (_message, state) => [contextOf(state)],
  'authentication.getAuthToken': ({ args = [] }, state) => signOnSilently(state.person, args[1]),
  'authentication.authenticate': ({ args = [] }, state, act) =>
    openAuthWindow(args, (message) => answerTab(message, { ...state, frame: 'authentication' }, act)),
  'nestedAppAuth.execute': ({ data }, state) => getNestedAnswer(text(data), state),
  executeDeepLink: doing(([link], act) => act.openLink(text(link)), [true]),
  shareDeepLink: doing(([page, label], act) => act.share(text(page), text(label))),
  'pages.currentApp.navigateTo': doing(
    ([target], act) => act.goTo(text((target as { subPageId?: string }).subPageId)),
    [true],
  ),
  'appInitialization.appLoaded': doing((_args, act) => act.status('loaded')),
  'appInitialization.success': doing((_args, act) => act.status('ready')),
  'appInitialization.failure': doing(([, message], act) => act.status('failed', text(message))),
  'appInitialization.expectedFailure': doing(([, message], act) => act.status('failed', text(message))),
  'settings.setValidityState': doing(([valid], act) => act.validity(valid === true)),
  'settings.setSettings': doing(([config], act) => act.setConfig(config), [true]),
  'settings.getSettings': () => [{}],
  'settings.save.success': doing((_args, act) => act.saved(true)),
  'settings.save.failure': doing((_args, act) => act.saved(false)),
};

/** Answers one message of the tab; calls that Teams leaves without an answer get none here either. */
export async function answerTab(message: TabMessage, state: HostState, act: HostActions) {
  if (state.host !== 'Teams' && TEAMS_CALLS.test(message.func)) return undefined;
  const args = await HANDLERS[message.func]?.(message, state, act);
  if (args === undefined) return undefined;
  return { id: message.id, uuidAsString: message.uuidAsString, args, isPartialResponse: false };
}
