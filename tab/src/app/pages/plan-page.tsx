import { Button } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Action, Plan, PlanNode } from '#contract';
import { ConnectionActions } from '../../features/connection/connection-actions.tsx';
import { useBuildingMap } from '../../features/map/use-building-map.ts';
import { Preview, type Selection } from '../../features/preview/preview.tsx';
import { StartDialog } from '../../features/start/start-dialog.tsx';
import { useMakePlan } from '../../shared/api-client/commands.ts';
import { useMe, usePlan } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Loading, QueryArea } from '../../shared/ui/query-area.tsx';
import { ShareButton } from '../../shared/ui/share-button.tsx';
import { useNow } from '../../shared/use-now.ts';

/** d3 and the drawing only come when a map is opened. */
const FloorMap = lazy(async () => ({ default: (await import('../../features/map/floor-map.tsx')).FloorMap }));

/** The preview of a sync: read the plan, then start it. */
export default function PlanPage({ planId }: { planId: string }) {
  const plan = usePlan(planId);
  const { t } = useText();
  if (plan.data === undefined) {
    return (
      <Page title={t('plan.title')} crumbs={[{ label: t('nav.buildings'), to: { view: 'buildings' } }]}>
        <QueryArea query={plan} lines={10}>
          {() => null}
        </QueryArea>
      </Page>
    );
  }
  return <LoadedPlan key={plan.data.id} plan={plan.data} />;
}

function LoadedPlan({ plan }: { plan: Plan }) {
  const { t, relative } = useText();
  const now = useNow();
  const me = useMe().data;
  const makePlan = useMakePlan();
  const [starting, setStarting] = useState(false);
  const mayAct = hasRole(me, 'Places.Operator');
  return (
    <Page
      title={t('plan.titleOf', { name: plan.tree.name })}
      crumbs={[
        { label: t('nav.buildings'), to: { view: 'buildings' } },
        { label: plan.tree.name, to: { view: 'building', id: plan.buildingId } },
      ]}
      lead={t('plan.made', { when: relative(plan.createdAt, now), by: plan.createdBy })}
      actions={
        <>
          <ShareButton
            route={{ view: 'plan', id: plan.id }}
            label={t('plan.titleOf', { name: plan.tree.name })}
          />
          {mayAct && (
            <>
              <Button
                icon={<ArrowSyncRegular />}
                disabledFocusable={makePlan.isPending}
                onClick={() => makePlan.mutate(plan.buildingId)}
              >
                {t(makePlan.isPending ? 'plan.making' : 'plan.again')}
              </Button>
              <Button
                appearance="primary"
                icon={<PlayRegular />}
                disabledFocusable={!plan.applyable}
                onClick={() => setStarting(true)}
              >
                {t('plan.start')}
              </Button>
            </>
          )}
        </>
      }
    >
      {makePlan.error !== null && (
        <ErrorCard error={makePlan.error} onRetry={() => makePlan.mutate(plan.buildingId)} />
      )}
      <PreviewWithMap plan={plan} />
      {me !== undefined && starting && (
        <StartDialog
          plan={plan}
          me={me}
          open
          onClose={() => setStarting(false)}
          connect={<ConnectionActions me={me} />}
        />
      )}
    </Page>
  );
}

/** The tree, and beside it the floors as drawn when the building has any. */
function PreviewWithMap({ plan }: { plan: Plan }) {
  const map = useBuildingMap(plan.buildingId).data;
  const actions = useMemo(() => actionsOf(plan.tree), [plan.tree]);
  if (map === undefined || map === null) return <Preview plan={plan} />;
  return (
    <Preview
      plan={plan}
      map={({ chosen, onChoose }: Selection) => (
        <Suspense fallback={<Loading />}>
          <FloorMap map={map} actions={actions} chosen={`${chosen.type}:${chosen.key}`} onChoose={onChoose} />
        </Suspense>
      )}
    />
  );
}

function actionsOf(tree: PlanNode): ReadonlyMap<string, Action> {
  const actions = new Map<string, Action>();
  const stack = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    actions.set(`${node.type}:${node.key}`, node.action);
    for (const child of node.children) stack.push(child);
  }
  return actions;
}
