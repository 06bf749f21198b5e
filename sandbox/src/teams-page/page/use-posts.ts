import { useCallback, useEffect, useMemo, useState } from 'react';

/** One post as the channel shows it. */
export interface Post {
  readonly id: string;
  readonly author: string;
  readonly own: boolean;
  readonly at: string;
  readonly edited: boolean;
  /** Id and version. */
  readonly stamp: string;
  readonly text: string;
  /** Adaptive Cards of the post. */
  readonly cards: readonly unknown[];
}

interface Attachment {
  readonly contentType: string;
  readonly content: unknown;
}

interface Message {
  readonly id: string;
  readonly activity: {
    readonly text?: string;
    readonly attachments?: readonly Attachment[];
    readonly from?: { readonly name?: string; readonly role?: string };
  };
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
}

const POLL_MS = 2_000;
const CARD = 'application/vnd.microsoft.card.adaptive';

function postOf({ id, activity, createdAt, updatedAt }: Message): Post {
  const own = activity.from?.role === 'user';
  return {
    id,
    author: activity.from?.name ?? 'Places Sync',
    own,
    at: createdAt,
    edited: updatedAt !== null,
    stamp: `${id}@${updatedAt ?? ''}`,
    text: activity.text ?? '',
    cards: (activity.attachments ?? [])
      .filter((attachment) => attachment.contentType === CARD)
      .map((attachment) => attachment.content),
  };
}

/** What stands in the channel, read again every two seconds. A post keeps its identity while it does not change. */
export function usePosts() {
  const [seen, setSeen] = useState('');
  const refresh = useCallback(() => {
    fetch('/_sandbox/messages').then(
      async (response) => setSeen(await response.text()),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, POLL_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  const posts = useMemo(() => {
    if (seen === '') return [];
    const { items } = JSON.parse(seen) as { items: Message[] };
    return items.filter((message) => message.deletedAt === null).map(postOf);
  }, [seen]);
  /** A button may answer with another card in place of its own; it stands until the post itself changes. */
  const [replaced, setReplaced] = useState<Readonly<Record<string, unknown>>>({});
  const replaceCard = useCallback(
    (postId: string, card: unknown) => setReplaced((now) => ({ ...now, [postId]: card })),
    [],
  );
  const shown = useMemo(
    () => posts.map((post) => (post.stamp in replaced ? { ...post, cards: [replaced[post.stamp]] } : post)),
    [posts, replaced],
  );
  return { posts: shown, refresh, replaceCard };
}
