import { Button, makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { useEffect, useState, type ReactNode } from 'react';
import type { Problem } from '#contract';
import { ApiError, errorKind, type ApiErrorKind } from '../api-client/api-error.ts';
import { useText } from '../i18n/text-context.tsx';
import { hrefOf } from '../route.ts';
import { useSignIn } from '../teams/sign-in-context.tsx';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    gap: '12px',
    padding: '16px',
    borderRadius: tokens.borderRadiusLarge,
    ...shorthands.border('1px', 'solid', tokens.colorStatusDangerBorder1),
    ...shorthands.borderLeft('4px', 'solid', tokens.colorStatusDangerBorder2),
    backgroundColor: tokens.colorNeutralBackground1,
  },
  icon: { fontSize: '24px', color: tokens.colorStatusDangerForeground1, flexShrink: 0 },
  body: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0, overflowWrap: 'anywhere' },
  minor: { color: tokens.colorNeutralForeground3 },
  errors: { margin: 0, paddingInlineStart: '20px', maxHeight: '320px', overflowY: 'auto' },
  path: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', gap: '8px', flexWrap: 'wrap', marginTop: '6px' },
});

/** Kinds where a repeat can help. */
const REPEATABLE = new Set<ApiErrorKind>(['offline', 'server', 'throttled', 'signedOut', 'conflict']);

interface Props {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  /** Further ways out that only this place knows. */
  readonly children?: ReactNode;
}

interface WayOutProps {
  readonly error: unknown;
  readonly signIn: ReturnType<typeof useSignIn>;
  readonly onRetry: () => void;
}

const asksToSignIn = (kind: ApiErrorKind, { needed }: WayOutProps['signIn']) =>
  kind === 'signedOut' && needed;

/** The host's own code for a missing sign-in says nothing to a person. */
function problemOf(error: unknown, signIn: WayOutProps['signIn']) {
  return error instanceof ApiError && !asksToSignIn(error.kind, signIn) ? error.problem : {};
}

/** Signing in again does not help somebody of another organisation. */
const OTHER_TENANT = 'token-tenant';

/** What happened and why, in the words of the API where they help. */
function useWords(error: unknown, signIn: WayOutProps['signIn']) {
  const { t, said, locale } = useText();
  const kind = errorKind(error);
  const problem = problemOf(error, signIn);
  if (problem.code === OTHER_TENANT)
    return { title: t('error.otherTenant.title'), detail: t('error.otherTenant.detail'), hint: '' };
  const title = (locale.startsWith('en') && problem.title) || t(`error.${kind}.title`);
  const hint = said(problem, 'hint');
  if (asksToSignIn(kind, signIn))
    return { title, detail: t(signIn.challenged ? 'signIn.challenge' : 'signIn.why'), hint };
  return { title, detail: said(problem, 'detail') || t(`error.${kind}.detail`), hint };
}

/** A failed call in plain words: what happened, every problem the API named, and what can be done. */
export function ErrorCard({ error, onRetry, children }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const signIn = useSignIn();
  const problem = problemOf(error, signIn);
  const { title, detail, hint } = useWords(error, signIn);
  const Icon = errorKind(error) === 'offline' ? PlugDisconnectedRegular : ErrorCircleRegular;
  const retries = onRetry !== undefined && problem.code !== OTHER_TENANT;
  return (
    <div className={styles.card} role="alert">
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.body}>
        <Text weight="semibold">{title}</Text>
        <Text>{detail}</Text>
        {hint !== '' && <Text className={styles.minor}>{hint}</Text>}
        <InputErrors errors={(problem.errors ?? []).filter(({ message }) => message !== problem.detail)} />
        {problem.traceId !== undefined && (
          <Text size={100} className={styles.minor}>
            {t('error.trace', { id: problem.traceId })}
          </Text>
        )}
        <div className={styles.actions}>
          {problem.runId !== undefined && (
            <Button as="a" href={hrefOf({ view: 'run', id: problem.runId })}>
              {t('start.openRun')}
            </Button>
          )}
          {retries && <WayOut error={error} signIn={signIn} onRetry={onRetry} />}
          {children}
        </div>
      </div>
    </div>
  );
}

/** What was refused, once more; after the sign-in where that is what is missing. */
function WayOut({ error, signIn, onRetry }: WayOutProps) {
  const { t } = useText();
  const kind = errorKind(error);
  if (!asksToSignIn(kind, signIn)) {
    return REPEATABLE.has(kind) && <RetryButton key={String(error)} error={error} onRetry={onRetry} />;
  }
  return (
    <Button
      appearance="primary"
      disabledFocusable={signIn.start.isPending}
      onClick={() => signIn.start.mutate(undefined, { onSuccess: onRetry })}
    >
      {t(signIn.start.isPending ? 'signIn.pending' : 'signIn.goAgain')}
    </Button>
  );
}

function InputErrors({ errors }: { errors: NonNullable<Problem['errors']> }) {
  const styles = useStyles();
  const { said } = useText();
  if (errors.length === 0) return null;
  return (
    <ul className={styles.errors} tabIndex={0}>
      {errors.map((error, index) => (
        <li key={`${error.path}-${index}`}>
          {error.path !== '' && <span className={styles.path}>{error.path}: </span>}
          <Text>{said(error, 'message')}</Text>
        </li>
      ))}
    </ul>
  );
}

/** After a 429 the button counts down what the service asked for. */
function RetryButton({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useText();
  const [left, setLeft] = useState(error instanceof ApiError ? Math.ceil(error.retryAfter ?? 0) : 0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <Button icon={<ArrowSyncRegular />} disabledFocusable={left > 0} onClick={onRetry}>
      {left > 0 ? t('error.retryIn', { seconds: left }) : t('error.retry')}
    </Button>
  );
}
