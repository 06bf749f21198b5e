import {
  makeStyles,
  MessageBar,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState, type ReactNode } from 'react';
import { errorKind } from '../api-client/api-error.ts';
import { useText } from '../i18n/text-context.tsx';
import { useSignIn } from '../teams/sign-in-context.tsx';
import { ErrorCard } from './error-card.tsx';

const SLOW_MS = 6_000;

const useStyles = makeStyles({
  loading: { display: 'flex', flexDirection: 'column', gap: '12px', paddingBlock: '12px' },
  slow: { color: tokens.colorNeutralForeground3 },
  stale: { marginBottom: '12px' },
});

/** Grey lines in place of what is being read; says so when it takes long. */
export function Loading({ lines = 5 }: { lines?: number }) {
  const styles = useStyles();
  const { t } = useText();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.loading}>
      <Skeleton aria-label={t('loading.label')}>
        <div className={styles.loading}>
          {Array.from({ length: lines }, (_, line) => (
            <SkeletonItem key={line} size={line === 0 ? 28 : 20} />
          ))}
        </div>
      </Skeleton>
      <div role="status">{slow && <Text className={styles.slow}>{t('loading.slow')}</Text>}</div>
    </div>
  );
}

/** The part of a query result that an area needs; TanStack Query's result fits. */
interface Read<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

interface Props<T> {
  readonly query: Read<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** Shows what was read; what was read before stays on screen with a note when a later read fails. */
export function QueryArea<T>({ query, lines, children }: Props<T>) {
  const styles = useStyles();
  const { t } = useText();
  // The bar at the top says so for the whole page, and has the button.
  const waits = useSignIn().needed && query.error !== null && errorKind(query.error) === 'signedOut';
  if (query.data === undefined) {
    if (waits) return <Text className={styles.slow}>{t('signIn.waiting')}</Text>;
    if (query.error !== null) return <ErrorCard error={query.error} onRetry={() => void query.refetch()} />;
    return <Loading {...(lines === undefined ? {} : { lines })} />;
  }
  return (
    <>
      {query.error !== null && !waits && (
        <MessageBar intent="warning" className={styles.stale}>
          <MessageBarBody>
            {t(`stale.${errorKind(query.error) === 'offline' ? 'offline' : 'other'}`)}
          </MessageBarBody>
        </MessageBar>
      )}
      {children(query.data)}
    </>
  );
}
