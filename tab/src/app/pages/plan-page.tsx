import {
  Button,
  Link,
  MessageBar,
  MessageBarBody,
  Spinner,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Action, Plan, PlanNode, Run } from '#contract';
import { ConnectionActions } from '../../features/connection/connection-actions.tsx';
import { useBuildingMap } from '../../features/map/use-building-map.ts';
import { Preview, type Selection } from '../../features/preview/preview.tsx';
import { StartDialog } from '../../features/start/start-dialog.tsx';
import { useMakePlan } from '../../shared/api-client/commands.ts';
import { useMe, usePlan, useRuns } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { hrefOf } from '../../shared/route.ts';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
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
  const run = useRunOfPlan(plan);
  // What ended half way may be started once more; the server says when too much has changed since.
  const isOver = run !== undefined && !STARTS_AGAIN.has(run.state);
  return (
    <Page
      title={t('plan.titleOf', { name: plan.tree.name })}
      crumbs={[
        { label: t('nav.buildings'), to: { view: 'buildings' } },
        { label: plan.tree.name, to: { view: 'building', id: plan.buildingId } },
      ]}
      lead={t(run === undefined ? 'plan.made' : 'plan.madeThen', {
        when: relative(plan.createdAt, now),
        by: plan.createdBy,
      })}
      actions={
        <PlanActions plan={plan} isOver={isOver} makePlan={makePlan} onStart={() => setStarting(true)} />
      }
    >
      {makePlan.error !== null && (
        <ErrorCard error={makePlan.error} onRetry={() => makePlan.mutate(plan.buildingId)} />
      )}
      {run !== undefined && <CarriedOut run={run} />}
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

interface ActionsProps {
  readonly plan: Plan;
  /** It was carried out: comparing again is what comes next. */
  readonly isOver: boolean;
  readonly makePlan: ReturnType<typeof useMakePlan>;
  readonly onStart: () => void;
}

function PlanActions({ plan, isOver, makePlan, onStart }: ActionsProps) {
  const { t } = useText();
  const mayAct = hasRole(useMe().data, 'Places.Operator');
  const focusComesBack = useRestoreFocusTarget();
  return (
    <>
      <ShareButton
        route={{ view: 'plan', id: plan.id }}
        label={t('plan.titleOf', { name: plan.tree.name })}
      />
      {mayAct && (
        <Button
          appearance={isOver ? 'primary' : 'secondary'}
          icon={<ArrowSyncRegular />}
          disabledFocusable={makePlan.isPending}
          onClick={() => makePlan.mutate(plan.buildingId)}
        >
          {t(makePlan.isPending ? 'plan.making' : 'plan.again')}
        </Button>
      )}
      {mayAct && !isOver && (
        <Button
          {...focusComesBack}
          appearance="primary"
          icon={<PlayRegular />}
          disabledFocusable={!plan.applyable}
          onClick={onStart}
        >
          {t('plan.start')}
        </Button>
      )}
    </>
  );
}

const STARTS_AGAIN: ReadonlySet<Run['state']> = new Set(['failed', 'cancelled']);

/** The newest run that carried out this plan. */
function useRunOfPlan(plan: Plan): Run | undefined {
  const runs = useRuns(plan.buildingId).data?.pages.flatMap((page) => page.items);
  return runs?.find((run) => run.planId === plan.id && run.retryOf === undefined);
}

/** A plan is a promise only until it was carried out. */
function CarriedOut({ run }: { run: Run }) {
  const { t, relative } = useText();
  const now = useNow();
  const words =
    run.completedAt === undefined
      ? t('plan.underWay')
      : t('plan.carriedOut', { when: relative(run.completedAt, now) });
  return (
    <MessageBar>
      <MessageBarBody>
        {words}{' '}
        <Link href={hrefOf({ view: 'run', id: run.id })}>
          {t(run.completedAt === undefined ? 'start.openRun' : 'plan.openReport')}
        </Link>
      </MessageBarBody>
    </MessageBar>
  );
}

/** The tree, and beside it the floors as drawn when the building has any. */
function PreviewWithMap({ plan }: { plan: Plan }) {
  const { data: map, isPending } = useBuildingMap(plan.buildingId);
  const actions = useMemo(() => actionsOf(plan.tree), [plan.tree]);
  // Its room is kept while the floors are drawn: nothing moves under the pointer when they come.
  if (isPending && plan.map.floors > 0) return <Preview plan={plan} map={() => <MapOnItsWay />} />;
  if (map === undefined || map === null) return <Preview plan={plan} />;
  return (
    <Preview
      plan={plan}
      map={({ chosen, onChoose }: Selection) => (
        <Suspense fallback={<MapOnItsWay />}>
          <FloorMap map={map} actions={actions} chosen={`${chosen.type}:${chosen.key}`} onChoose={onChoose} />
        </Suspense>
      )}
    />
  );
}

function MapOnItsWay() {
  const { t } = useText();
  return (
    <div aria-busy style={{ alignSelf: 'center', justifySelf: 'center' }}>
      <Spinner size="small" label={t('map.drawing')} />
    </div>
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
