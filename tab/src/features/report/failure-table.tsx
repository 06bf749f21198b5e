import { Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Failure } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ActionBadge } from '../../shared/ui/action-badge.tsx';
import { CopyButton } from '../../shared/ui/copy-button.tsx';
import { TypeIcon } from '../../shared/ui/type-icon.tsx';

const FIRST = 50;

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    gap: '4px 10px',
    padding: '10px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  wide: { gridColumn: '2 / -1' },
  service: { color: tokens.colorNeutralForeground3 },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

/** Every failure with what it means, what to do next, and Microsoft's own words and request id. */
export function FailureTable({ failures }: { failures: readonly Failure[] }) {
  const styles = useStyles();
  const { n } = useText();
  const [all, setAll] = useState(false);
  const shown = all ? failures : failures.slice(0, FIRST);
  return (
    <>
      <ul className={styles.list}>
        {shown.map((failure) => (
          <FailureItem key={`${failure.type}:${failure.key}:${failure.action}`} failure={failure} />
        ))}
      </ul>
      {shown.length < failures.length && (
        <Link as="button" onClick={() => setAll(true)}>
          {n('report.showAll', failures.length)}
        </Link>
      )}
    </>
  );
}

function FailureItem({ failure }: { failure: Failure }) {
  const styles = useStyles();
  const { t, said } = useText();
  const { error } = failure;
  return (
    <li className={styles.item}>
      <TypeIcon type={failure.type} />
      <Text weight="semibold">
        <bdi>{failure.name}</bdi>
      </Text>
      <ActionBadge action={failure.action} />
      {failure.advice !== undefined && <Text className={styles.wide}>{said(failure, 'advice')}</Text>}
      <Text size={200} className={mergeClasses(styles.wide, styles.service)}>
        {t('report.microsoftSaid')} {[error.status, error.code].filter(Boolean).join(' ')} –{' '}
        <bdi>{said(error, 'message')}</bdi>
        {error.requestId !== null && (
          <>
            {' · '}
            {t('report.requestId')} <span className={styles.id}>{error.requestId}</span>
            <CopyButton text={error.requestId} label={t('report.copyRequestId')} />
          </>
        )}
      </Text>
    </li>
  );
}
