import { Avatar, Button, Input, makeStyles, Text, ToggleButton, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Card } from './card.tsx';
import { SearchPane } from './search-pane.tsx';
import type { Post } from './use-posts.ts';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    width: '340px',
    flexShrink: 0,
    minHeight: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    // As on a phone: either the tab or the posts.
    '@media (max-width: 900px)': { width: '100%', borderLeft: 'none' },
  },
  head: { padding: '12px 16px', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  posts: {
    flexGrow: 1,
    overflowY: 'auto',
    padding: '16px',
    display: 'flex',
    flexDirection: 'column',
    gap: '18px',
  },
  post: { display: 'grid', gridTemplateColumns: '32px minmax(0, 1fr)', gap: '4px 10px' },
  meta: { display: 'flex', gap: '8px', alignItems: 'baseline' },
  minor: { color: tokens.colorNeutralForeground3 },
  body: { gridColumn: 2, display: 'flex', flexDirection: 'column', gap: '6px', overflowWrap: 'anywhere' },
  compose: {
    display: 'flex',
    gap: '6px',
    padding: '12px 16px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  input: { flexGrow: 1, minWidth: 0 },
});

interface Props {
  readonly posts: readonly Post[];
  readonly theme: string;
  readonly onLink: (link: string) => void;
  readonly onAction: (post: Post, action: Record<string, unknown>) => void;
  readonly onSay: (words: string) => void;
  /** Carries an activity of the person to the bot. */
  readonly send: (activity: Record<string, unknown>) => Promise<object>;
}

/** The conversation of the channel: what the bot posted, and a box to talk to it. */
export function Channel({ posts, theme, onLink, onAction, onSay, send }: Props) {
  const styles = useStyles();
  const log = useRef<HTMLDivElement>(null);
  const last = posts.at(-1)?.id;
  useEffect(() => log.current?.scrollTo({ top: log.current.scrollHeight }), [last]);
  return (
    <aside className={styles.panel} aria-label="Channel conversation">
      <div className={styles.head}>
        <Text weight="semibold">Posts in General</Text>
      </div>
      <div ref={log} className={styles.posts} role="log" aria-label="Posts" tabIndex={0}>
        {posts.length === 0 && (
          <Text className={styles.minor}>
            Nothing posted yet. The bot posts here when a sync starts and ends.
          </Text>
        )}
        {posts.map((post) => (
          <PostItem key={post.id} post={post} theme={theme} onLink={onLink} onAction={onAction} />
        ))}
      </div>
      <Compose onSay={onSay} send={send} />
    </aside>
  );
}

function PostItem({
  post,
  theme,
  onLink,
  onAction,
}: { post: Post } & Pick<Props, 'theme' | 'onLink' | 'onAction'>) {
  const styles = useStyles();
  const act = useCallback((action: Record<string, unknown>) => onAction(post, action), [post, onAction]);
  return (
    <article className={styles.post}>
      <Avatar size={32} name={post.author} color={post.own ? 'colorful' : 'brand'} />
      <div className={styles.meta}>
        <Text weight="semibold">{post.author}</Text>
        <Text size={200} className={styles.minor}>
          {new Date(post.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
          {post.edited && ' · edited'}
        </Text>
      </div>
      <div className={styles.body}>
        {post.text !== '' && <Text>{post.text}</Text>}
        {post.cards.map((card, index) => (
          <Card key={index} content={card} theme={theme} onLink={onLink} onAction={act} />
        ))}
      </div>
    </article>
  );
}

function Compose({ onSay, send }: Pick<Props, 'onSay' | 'send'>) {
  const styles = useStyles();
  const [words, setWords] = useState('');
  const [searching, setSearching] = useState(false);
  return (
    <>
      {searching && <SearchPane send={send} onDone={() => setSearching(false)} />}
      <form
        className={styles.compose}
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim() === '') return;
          onSay(words.trim());
          setWords('');
        }}
      >
        <Input
          className={styles.input}
          value={words}
          onChange={(_event, data) => setWords(data.value)}
          placeholder="Message the bot: help"
          aria-label="Message the bot"
        />
        <ToggleButton
          appearance="subtle"
          icon={<SearchRegular />}
          aria-label="Search with Places Sync"
          checked={searching}
          onClick={() => setSearching(!searching)}
        />
        <Button type="submit" appearance="subtle" icon={<SendRegular />} aria-label="Send" />
      </form>
    </>
  );
}
