import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import type { Report } from '#contract';
import { useRunCommand } from '../../shared/api-client/commands.ts';
import type { Text as Texts } from '../../shared/i18n/text.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { CommandBlock } from '../../shared/ui/command-block.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { FindingList } from '../../shared/ui/finding-list.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { RunCountTiles } from '../../shared/ui/run-counts.tsx';
import { FailureTable } from './failure-table.tsx';
import { MapNote } from './map-note.tsx';
import { PropagationNote } from './propagation-note.tsx';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '14px' },
  facts: { margin: 0, display: 'flex', flexWrap: 'wrap', gap: '10px 28px' },
  term: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  commands: { display: 'flex', flexDirection: 'column', gap: '8px' },
});

/** The finished account of a run. */
export function ReportView({ report, mayRetry }: { report: Report; mayRetry: boolean }) {
  const styles = useStyles();
  const { t, n, said } = useText();
  return (
    <div className={styles.stack}>
      <Card>
        <div className={styles.stack}>
          <RunCountTiles counts={report.summary} />
          <Facts report={report} />
          {report.stateReason !== undefined && <Text>{said(report, 'stateReason')}</Text>}
        </div>
      </Card>
      {report.failures.length > 0 && (
        <Card
          title={n('run.failures', report.failures.length)}
          aside={mayRetry && <Retry runId={report.runId} />}
        >
          <FailureTable failures={report.failures} />
        </Card>
      )}
      <MapNote
        map={report.map}
        aside={
          mayRetry &&
          report.map.state === 'failed' &&
          report.failures.length === 0 && <Retry runId={report.runId} />
        }
      />
      {report.handovers.length > 0 && (
        <Card title={t('details.handovers')}>
          <div className={styles.commands}>
            {report.handovers.map((handover) => (
              <CommandBlock key={handover.command} why={said(handover, 'why')} command={handover.command} />
            ))}
          </div>
        </Card>
      )}
      {report.warnings.length > 0 && (
        <Card title={n('findings.warning', report.warnings.length)}>
          <FindingList findings={report.warnings} />
        </Card>
      )}
      <PropagationNote propagation={report.propagation} />
    </div>
  );
}

function Facts({ report }: { report: Report }) {
  const styles = useStyles();
  const text = useText();
  const { t, dateTime, span } = text;
  const { startedAt, completedAt } = report;
  const facts = [
    [t('report.started'), startedAt && dateTime(startedAt)],
    [t('report.completed'), completedAt && dateTime(completedAt)],
    [t('report.took'), startedAt && completedAt && span(Date.parse(completedAt) - Date.parse(startedAt))],
    [t('report.requestedBy'), report.requestedBy],
    [t('report.actingAs'), report.actingAs],
    [t('start.map'), mapFact(report.map, text)],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([term, value]) =>
          value !== undefined &&
          value !== '' && (
            <div key={term}>
              <dt className={styles.term}>{term}</dt>
              <dd className={styles.value}>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** The floors have a card of their own. */
function mapFact(map: Report['map'], { t, said, word }: Texts): string {
  const state = word('mapState', map.state);
  if (map.message === '' || (map.floors ?? []).length > 0)
    return state === map.state ? t('mapState.other') : state;
  return said(map, 'message');
}

function Retry({ runId }: { runId: string }) {
  const { t } = useText();
  const retry = useRunCommand('retry');
  return (
    <>
      <Button
        appearance="primary"
        icon={<ArrowClockwiseRegular />}
        disabledFocusable={retry.isPending}
        onClick={() => retry.mutate(runId)}
      >
        {t('report.retry')}
      </Button>
      {retry.error !== null && <ErrorCard error={retry.error} onRetry={() => retry.mutate(runId)} />}
    </>
  );
}
