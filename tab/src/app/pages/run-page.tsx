import { Button } from '@fluentui/react-components';
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search';
import { ReportMenu } from '../../features/report/report-menu.tsx';
import { ReportView } from '../../features/report/report-view.tsx';
import { RunProgress } from '../../features/run/run-progress.tsx';
import { hasEnded } from '../../features/run/run-story.ts';
import type { Run } from '#contract';
import { useBuilding, useMe, useReport, useRun } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { hrefOf } from '../../shared/route.ts';
import { AreaBoundary } from '../../shared/ui/area-boundary.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
import { ShareButton } from '../../shared/ui/share-button.tsx';
import { RunStateBadge } from '../../shared/ui/state-badges.tsx';

/** A run: as it happens while it goes on, its report afterwards. */
export default function RunPage({ runId }: { runId: string }) {
  const run = useRun(runId);
  const { t } = useText();
  if (run.data === undefined) {
    return (
      <Page title={t('run.title')} crumbs={[{ label: t('nav.buildings'), to: { view: 'buildings' } }]}>
        <QueryArea query={run}>{() => null}</QueryArea>
      </Page>
    );
  }
  return <LoadedRun key={run.data.id} run={run.data} />;
}

function LoadedRun({ run }: { run: Run }) {
  const { t } = useText();
  const ended = hasEnded(run.state);
  const building = useBuilding(run.buildingId).data;
  const mayAct = hasRole(useMe().data, 'Places.Operator');
  const name = building?.name ?? '…';
  return (
    <Page
      title={t(ended ? 'report.titleOf' : 'run.titleOf', { name })}
      badge={ended ? <RunStateBadge state={run.state} /> : undefined}
      crumbs={[
        { label: t('nav.buildings'), to: { view: 'buildings' } },
        { label: name, to: { view: 'building', id: run.buildingId } },
      ]}
      lead={ended ? undefined : t('run.mayClose')}
      actions={
        <>
          <ShareButton route={{ view: 'run', id: run.id }} label={t('share.run', { name })} />
          <Button as="a" icon={<DocumentSearchRegular />} href={hrefOf({ view: 'plan', id: run.planId })}>
            {t('run.openPlan')}
          </Button>
          {ended && <ReportMenu runId={run.id} />}
        </>
      }
    >
      <AreaBoundary>
        {ended ? (
          <Finished run={run} mayRetry={mayAct} />
        ) : (
          <RunProgress key={run.id} run={run} mayControl={mayAct} />
        )}
      </AreaBoundary>
    </Page>
  );
}

function Finished({ run, mayRetry }: { run: Run; mayRetry: boolean }) {
  const report = useReport(run.id);
  return <QueryArea query={report}>{(data) => <ReportView report={data} mayRetry={mayRetry} />}</QueryArea>;
}
