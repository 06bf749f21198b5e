import { Button, Checkbox, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Run } from '#contract';
import { useRuns } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hrefOf, navigate } from '../../shared/route.ts';
import { Card } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
import { RUN_COUNTS } from '../../shared/run-count-order.ts';
import { RunStateBadge } from '../../shared/ui/state-badges.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    padding: '6px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  when: { minWidth: '160px' },
  counts: { flexGrow: 1, color: tokens.colorNeutralForeground2, minWidth: '160px' },
  minor: { color: tokens.colorNeutralForeground3 },
});

/** Every run of a building, newest first; two of them can be chosen and compared. */
export function RunHistory({ buildingId }: { buildingId: string }) {
  const styles = useStyles();
  const { t } = useText();
  const runs = useRuns(buildingId);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [first, second] = picked;
  const comparable = (runs.data?.pages[0]?.items.length ?? 0) > 1;
  const pick = (id: string, on: boolean) =>
    setPicked(on ? [...picked, id].slice(-2) : picked.filter((other) => other !== id));
  return (
    <Card title={t('history.title')} aside={comparable && <Compare first={first} second={second} />}>
      <QueryArea query={runs}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0) return <Text>{t('history.none')}</Text>;
          return (
            <ul className={styles.list}>
              {all.map((run) => (
                <RunItem
                  key={run.id}
                  run={run}
                  picked={picked.includes(run.id)}
                  onPick={comparable ? pick : undefined}
                />
              ))}
            </ul>
          );
        }}
      </QueryArea>
      {runs.hasNextPage && (
        <Button
          appearance="subtle"
          disabledFocusable={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      )}
    </Card>
  );
}

/** Two syncs beside each other; says what is missing as long as there are not two. */
function Compare({ first, second }: { first: string | undefined; second: string | undefined }) {
  const styles = useStyles();
  const { t } = useText();
  if (first === undefined || second === undefined)
    return (
      <Text size={200} className={styles.minor}>
        {t('history.pickTwo')}
      </Text>
    );
  return (
    <Button size="small" onClick={() => navigate({ view: 'compare', id: first, other: second })}>
      {t('history.compare')}
    </Button>
  );
}

interface ItemProps {
  readonly run: Run;
  readonly picked: boolean;
  /** Left out: there is nothing to compare it with. */
  readonly onPick: ((id: string, on: boolean) => void) | undefined;
}

function RunItem({ run, picked, onPick }: ItemProps) {
  const styles = useStyles();
  const { t, dateTime, number } = useText();
  const when = dateTime(run.startedAt ?? run.createdAt);
  const counts = RUN_COUNTS.filter((count) => run.counts[count] > 0)
    .map((count) => `${number(run.counts[count])} ${t(`counts.${count}`)}`)
    .join(' · ');
  return (
    <li className={styles.item}>
      {onPick !== undefined && (
        <Checkbox
          checked={picked}
          aria-label={t('history.pick', { when })}
          onChange={(_event, data) => onPick(run.id, data.checked === true)}
        />
      )}
      <Link href={hrefOf({ view: 'run', id: run.id })} className={styles.when}>
        {when}
      </Link>
      <RunStateBadge state={run.state} />
      <Text size={200} className={styles.counts}>
        {counts}
      </Text>
      <Text size={200} className={styles.minor}>
        <bdi>{run.requestedBy}</bdi>
        {run.retryOf !== undefined && ` · ${t('history.retry')}`}
      </Text>
    </li>
  );
}
