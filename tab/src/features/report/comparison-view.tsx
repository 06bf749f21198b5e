import { Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Failure, Report } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hrefOf } from '../../shared/route.ts';
import { Card } from '../../shared/ui/page.tsx';
import { RunStateBadge } from '../../shared/ui/state-badges.tsx';
import { compareReports } from './compare-reports.ts';
import { FailureTable } from './failure-table.tsx';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '14px' },
  /** Three columns may be more than a phone is wide. */
  scroll: { overflowX: 'auto' },
  table: { width: '100%', borderCollapse: 'collapse', maxWidth: '640px' },
  cell: {
    textAlign: 'start',
    padding: '6px 10px 6px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    fontWeight: tokens.fontWeightRegular,
  },
  head: { color: tokens.colorNeutralForeground3, borderTop: 0, verticalAlign: 'top' },
  number: { fontVariantNumeric: 'tabular-nums' },
  differs: { fontWeight: tokens.fontWeightSemibold },
});

/** Counts that are told even when they are zero. */
const ALWAYS: ReadonlySet<string> = new Set(['created', 'updated', 'skipped', 'failed']);

interface Props {
  readonly one: Report;
  readonly other: Report;
  /** The differences place by place, between the earlier and the later. */
  readonly places: (earlierId: string, laterId: string) => ReactNode;
}

/** Two runs of a building side by side. */
export function ComparisonView({ one, other, places }: Props) {
  const styles = useStyles();
  const { t, number } = useText();
  const comparison = compareReports(one, other);
  const told = comparison.counts.filter(
    ({ count, earlier, later }) => ALWAYS.has(count) || earlier + later > 0,
  );
  return (
    <div className={styles.stack}>
      <Card>
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('compare.title')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <td className={mergeClasses(styles.cell, styles.head)} />
                <Column report={comparison.earlier} />
                <Column report={comparison.later} />
              </tr>
            </thead>
            <tbody>
              {told.map(({ count, earlier, later }) => (
                <tr key={count}>
                  <th scope="row" className={styles.cell}>
                    {t(`counts.${count}`)}
                  </th>
                  {[earlier, later].map((value, column) => (
                    <td
                      key={column}
                      className={mergeClasses(
                        styles.cell,
                        styles.number,
                        earlier !== later && styles.differs,
                      )}
                    >
                      {number(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      {one.failures.length + other.failures.length === 0 && <Text>{t('compare.none')}</Text>}
      <Failures title={t('compare.fresh')} failures={comparison.fresh} />
      <Failures title={t('compare.again')} failures={comparison.again} />
      <Failures title={t('compare.settled')} failures={comparison.settled} />
      {places(comparison.earlier.runId, comparison.later.runId)}
    </div>
  );
}

function Column({ report }: { report: Report }) {
  const styles = useStyles();
  const { t, dateTime } = useText();
  const at = report.startedAt ?? report.completedAt;
  return (
    <th scope="col" className={mergeClasses(styles.cell, styles.head)}>
      <Link href={hrefOf({ view: 'run', id: report.runId })}>
        {at === undefined ? t('compare.notStarted') : dateTime(at)}
      </Link>{' '}
      <RunStateBadge state={report.state} />
    </th>
  );
}

function Failures({ title, failures }: { title: string; failures: readonly Failure[] }) {
  if (failures.length === 0) return null;
  return (
    <Card title={title}>
      <FailureTable failures={failures} />
    </Card>
  );
}
