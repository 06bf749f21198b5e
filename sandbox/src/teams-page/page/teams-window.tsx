import {
  FluentProvider,
  makeStyles,
  mergeClasses,
  Text,
  ToggleButton,
  tokens,
} from '@fluentui/react-components';
import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from '@fluentui/react-components';
import { ChatRegular } from '@fluentui/react-icons/svg/chat';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Channel } from './channel.tsx';
import { HOSTS, PEOPLE, readChoices, subPageOfLink, WIDTHS, writeChoices, type Choices } from './choices.ts';
import { ConfigureBar } from './configure-bar.tsx';
import type { HostActions, HostState } from './host-protocol.ts';
import { Rail } from './rail.tsx';
import { TabFrame } from './tab-frame.tsx';
import { TopBar } from './top-bar.tsx';
import { useBot } from './use-bot.ts';
import { usePosts, type Post } from './use-posts.ts';

const useStyles = makeStyles({
  window: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  channelHead: {
    display: 'flex',
    alignItems: 'center',
    gap: '20px',
    paddingInline: '20px',
    minHeight: '52px',
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  tab: {
    display: 'inline-flex',
    alignItems: 'center',
    alignSelf: 'stretch',
    borderBottom: `2px solid ${tokens.colorCompoundBrandStroke}`,
    fontWeight: tokens.fontWeightSemibold,
  },
  status: { marginInlineStart: 'auto', color: tokens.colorNeutralForeground3 },
  stage: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  besidePosts: { '@media (max-width: 900px)': { display: 'none' } },
  split: { display: 'flex', flexGrow: 1, minHeight: 0 },
});

const FLUENT_THEMES = { default: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme };

/** A phone shows the tab or the posts, never both. */
const isNarrow = () => matchMedia('(max-width: 900px)').matches;

function useChoices(): [Choices, (change: Partial<Choices>) => void] {
  const [choices, setChoices] = useState(() => readChoices(location.search));
  const change = useCallback((part: Partial<Choices>) => setChoices((now) => ({ ...now, ...part })), []);
  useEffect(() => history.replaceState(null, '', writeChoices(choices)), [choices]);
  return [choices, change];
}

/** A window that looks and behaves enough like Teams to run the real tab in it. */
export function TeamsWindow() {
  const styles = useStyles();
  const [choices, change] = useChoices();
  const [notice, setNotice] = useState('');
  const { posts, refresh, replaceCard } = usePosts();
  const { send, say, press } = useBot(choices.person, refresh, replaceCard, setNotice);
  const pressButton = useCallback(
    (post: Post, action: Record<string, unknown>) => void press(post, action),
    [press],
  );
  const { state, actions, configure } = useHost(choices, change, setNotice);
  const pane = usePostsPane(actions.openLink);
  const inTeams = choices.host === 'Teams';
  const posting = inTeams && pane.posting;
  const theme = FLUENT_THEMES[choices.theme as keyof typeof FLUENT_THEMES] ?? teamsLightTheme;
  const width = WIDTHS[choices.width as keyof typeof WIDTHS]?.px ?? 0;
  return (
    <FluentProvider theme={theme} style={{ height: '100%' }}>
      <div className={styles.window}>
        <TopBar choices={choices} onChange={change} />
        <div className={styles.body}>
          {inTeams && <Rail />}
          <div className={styles.main}>
            <Head host={choices.host} notice={notice} pane={pane} />
            <div className={styles.split}>
              <div className={mergeClasses(styles.stage, posting && styles.besidePosts)}>
                <TabFrame state={state} width={width} actions={actions} saving={configure.saving} />
              </div>
              {posting && (
                <Channel
                  posts={posts}
                  theme={choices.theme}
                  onLink={pane.openFromPost}
                  onAction={pressButton}
                  onSay={say}
                  send={send}
                />
              )}
            </div>
            {choices.frame === 'settings' && <ConfigureBar {...configure} />}
          </div>
        </div>
      </div>
    </FluentProvider>
  );
}

interface HeadProps {
  readonly host: string;
  readonly notice: string;
  readonly pane: ReturnType<typeof usePostsPane>;
}

/** Where the tab stands: in a channel of Teams, beside its posts, or alone in another application. */
function Head({ host, notice, pane }: HeadProps) {
  const styles = useStyles();
  return (
    <header className={styles.channelHead}>
      <Text weight="semibold">
        {host === 'Teams' ? 'General' : (HOSTS[host as keyof typeof HOSTS] ?? host)}
      </Text>
      <span className={styles.tab}>Places Sync</span>
      <Text size={200} className={styles.status} role="status">
        {notice}
      </Text>
      {host === 'Teams' && (
        <ToggleButton
          size="small"
          appearance="subtle"
          icon={<ChatRegular />}
          checked={pane.posting}
          onClick={pane.togglePosts}
        >
          Posts
        </ToggleButton>
      )}
    </header>
  );
}

/** Whether the posts are shown; on a phone a link in them leads away to the tab. */
function usePostsPane(openLink: (link: string) => void) {
  const [posting, setPosting] = useState(() => !isNarrow());
  const togglePosts = useCallback(() => setPosting((now) => !now), []);
  const openFromPost = useCallback(
    (link: string) => {
      openLink(link);
      if (isNarrow()) setPosting(false);
    },
    [openLink],
  );
  return { posting, togglePosts, openFromPost };
}

/** What the tab is told about its host, and what happens when it asks for something. */
function useHost(
  choices: Choices,
  change: (part: Partial<Choices>) => void,
  notice: (words: string) => void,
) {
  const [valid, setValid] = useState(false);
  const [saving, setSaving] = useState(false);
  const state = useMemo<HostState>(() => {
    const person = PEOPLE[choices.person as keyof typeof PEOPLE] ?? PEOPLE.admin;
    return { ...choices, ...person, naa: choices.naa === 'on' };
  }, [choices]);
  const actions = useMemo<HostActions>(
    () => ({
      openLink: (link) => {
        const page = subPageOfLink(link);
        if (page === undefined) window.open(link, '_blank', 'noopener');
        else change({ page });
      },
      share: (page, label) => {
        const link = new URL(writeChoices({ ...readChoices(''), page }), location.href).href;
        navigator.clipboard.writeText(link).then(
          () => notice(`Link to “${label}” copied`),
          () => notice(link),
        );
      },
      goTo: (page) => change({ page }),
      status: (status, message) => notice(status === 'failed' ? `The tab failed: ${message ?? ''}` : ''),
      validity: setValid,
      setConfig: () => undefined,
      saved: (done) => {
        setSaving(false);
        if (done) change({ frame: 'content' });
        notice(done ? 'Tab added' : 'The tab could not be added');
      },
    }),
    [change, notice],
  );
  const configure = {
    valid,
    saving,
    onSave: () => setSaving(true),
    onCancel: () => change({ frame: 'content' }),
  };
  return { state, actions, configure };
}
