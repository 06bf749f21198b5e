import { useCallback, useState } from 'react';

/** Something that the bot found and that can be posted. */
export interface Hit {
  readonly title: string;
  readonly text: string;
  readonly attachment: { readonly contentType: string; readonly content: unknown };
}

interface FoundAttachment {
  readonly contentType: string;
  readonly content: unknown;
  readonly preview?: { readonly content?: { readonly title?: string; readonly text?: string } };
}

interface SearchAnswer {
  readonly composeExtension?: {
    readonly type?: string;
    readonly text?: string;
    readonly attachments?: readonly FoundAttachment[];
  };
}

export interface Found {
  readonly hits: readonly Hit[];
  /** Why there are none. */
  readonly note: string;
}

function foundIn({ composeExtension: answer }: SearchAnswer): Found {
  const hits = (answer?.attachments ?? []).map(({ contentType, content, preview }) => ({
    title: preview?.content?.title ?? '',
    text: preview?.content?.text ?? '',
    attachment: { contentType, content },
  }));
  return { hits, note: answer?.text ?? (hits.length === 0 ? 'Nothing found.' : '') };
}

/**
 * The search of the message box (composeExtension/query).
 * @param send carries an activity of the person to the bot
 */
export function useSearch(send: (activity: Record<string, unknown>) => Promise<object>) {
  const [found, setFound] = useState<Found | null>(null);
  const ask = useCallback(
    async (commandId: string, words: string) => {
      const value = { commandId, parameters: [{ name: 'words', value: words }] };
      setFound(foundIn(await send({ type: 'invoke', name: 'composeExtension/query', value })));
    },
    [send],
  );
  const pick = useCallback(
    (hit: Hit) => void send({ type: 'message', text: '', attachments: [hit.attachment] }),
    [send],
  );
  return { found, ask, pick };
}
