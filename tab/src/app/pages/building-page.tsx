import { Button, Link, Text } from '@fluentui/react-components';
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search';
import type { Building } from '#contract';
import { RunHistory } from '../../features/report/run-history.tsx';
import { BuildingApprovalCard } from '../../features/settings/building-approval.tsx';
import { useMakePlan } from '../../shared/api-client/commands.ts';
import { useBuilding, useMe } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { hrefOf } from '../../shared/route.ts';
import { sourceName } from '../../shared/source-name.ts';
import { useCountWords } from '../../shared/ui/count-chips.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { Card, Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
import { ShareButton } from '../../shared/ui/share-button.tsx';
import { BuildingStatusBadge } from '../../shared/ui/state-badges.tsx';
import { useNow } from '../../shared/use-now.ts';

/** One building: where it stands, its last preview, and every run. */
export default function BuildingPage({ buildingId }: { buildingId: string }) {
  const { t } = useText();
  const building = useBuilding(buildingId);
  const makePlan = useMakePlan();
  const me = useMe().data;
  return (
    <Page
      key={building.data?.id ?? ''}
      title={building.data?.name ?? t('type.building')}
      badge={building.data && <BuildingStatusBadge status={building.data.status} />}
      crumbs={[{ label: t('nav.buildings'), to: { view: 'buildings' } }]}
      lead={building.data && <BuildingLead building={building.data} />}
      actions={building.data && <BuildingActions building={building.data} makePlan={makePlan} />}
    >
      {makePlan.error !== null && (
        <ErrorCard error={makePlan.error} onRetry={() => makePlan.mutate(buildingId)} />
      )}
      <QueryArea query={building}>
        {(data) => (
          <>
            <LastPreview building={data} />
            <RunHistory buildingId={data.id} />
            <BuildingApprovalCard building={data} mayChange={hasRole(me, 'Places.Admin')} />
          </>
        )}
      </QueryArea>
    </Page>
  );
}

interface ActionsProps {
  readonly building: Building;
  readonly makePlan: ReturnType<typeof useMakePlan>;
}

function BuildingActions({ building, makePlan }: ActionsProps) {
  const { t } = useText();
  const mayPlan = hasRole(useMe().data, 'Places.Operator');
  const running = building.status === 'running' ? building.lastRun : undefined;
  return (
    <>
      <ShareButton route={{ view: 'building', id: building.id }} label={building.name} />
      {running !== undefined && (
        <Button as="a" href={hrefOf({ view: 'run', id: running.id })}>
          {t('buildings.follow')}
        </Button>
      )}
      {mayPlan && running === undefined && (
        <Button
          appearance="primary"
          icon={<DocumentSearchRegular />}
          disabledFocusable={makePlan.isPending}
          onClick={() => makePlan.mutate(building.id)}
        >
          {t(makePlan.isPending ? 'plan.making' : 'buildings.preview')}
        </Button>
      )}
    </>
  );
}

function BuildingLead({ building }: { building: Building }) {
  const text = useText();
  const { t, n, dateTime } = text;
  return [
    sourceName(text, building.source),
    building.sourceKey,
    n('count.floors', building.floors),
    n('count.rooms', building.rooms),
    n('count.desks', building.desks),
    t('building.read', { when: dateTime(building.importedAt) }),
  ].join(' · ');
}

function LastPreview({ building }: { building: Building }) {
  const { t, relative } = useText();
  const words = useCountWords();
  const now = useNow();
  const plan = building.lastPlan;
  return (
    <Card title={t('buildings.column.pending')}>
      {plan === undefined ? (
        <Text>{t('building.noPreview')}</Text>
      ) : (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '6px 16px', alignItems: 'center' }}>
          <Link href={hrefOf({ view: 'plan', id: plan.id })}>
            {t('building.previewFrom', { when: relative(plan.createdAt, now) })}
          </Link>
          <Text size={200}>{words(plan.summary)}</Text>
        </div>
      )}
    </Card>
  );
}
