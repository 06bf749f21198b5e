import { Button, Link, mergeClasses, ProgressBar } from '@fluentui/react-components';
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search';
import { memo } from 'react';
import type { Building } from '#contract';
import { useMakePlan } from '../../shared/api-client/commands.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hrefOf } from '../../shared/route.ts';
import { sourceName } from '../../shared/source-name.ts';
import { CountChips } from '../../shared/ui/count-chips.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { BuildingStatusBadge } from '../../shared/ui/state-badges.tsx';
import { useNow } from '../../shared/use-now.ts';
import { lastSyncAt, pendingOf } from './arrange-buildings.ts';
import { useTableStyles } from './table-styles.ts';

interface Props {
  readonly building: Building;
  readonly mayPlan: boolean;
  /** Its place among all that match, from 0: not all of them are in the page. */
  readonly at: number;
  readonly measure: ((row: HTMLTableRowElement | null) => void) | undefined;
}

/** One building: where it stands, what is pending, when it was last synced. Scrolling draws no row twice. */
export const BuildingRow = memo(function BuildingRow({ building, mayPlan, at, measure }: Props) {
  const styles = useTableStyles();
  const text = useText();
  const { t, n } = text;
  const makePlan = useMakePlan();
  const counts = [
    n('count.floors', building.floors),
    n('count.rooms', building.rooms),
    n('count.desks', building.desks),
  ];
  return (
    <tr ref={measure} data-index={at} aria-rowindex={at + 2} className={styles.row}>
      <th
        scope="row"
        className={mergeClasses(styles.cell, styles.nameCell)}
        style={{ textAlign: 'start', fontWeight: 'inherit' }}
      >
        <Link href={hrefOf({ view: 'building', id: building.id })} className={styles.name}>
          <bdi>{building.name}</bdi>
        </Link>
        <div className={styles.minor}>
          <bdi>{building.sourceKey}</bdi>
          {` · ${[sourceName(text, building.source), ...counts].join(' · ')}`}
        </div>
        {makePlan.error !== null && (
          <ErrorCard error={makePlan.error} onRetry={() => makePlan.mutate(building.id)} />
        )}
      </th>
      <td className={styles.cell}>
        <BuildingStatusBadge status={building.status} />
        <RunningBar building={building} />
      </td>
      <td className={styles.cell}>
        <Pending building={building} />
      </td>
      <td className={styles.cell}>
        <LastSync building={building} />
      </td>
      <td className={mergeClasses(styles.cell, styles.end)}>
        {mayPlan && building.status !== 'running' && (
          <Button
            size="small"
            icon={<DocumentSearchRegular />}
            disabledFocusable={makePlan.isPending}
            onClick={() => makePlan.mutate(building.id)}
            aria-label={t('buildings.previewOf', { name: building.name })}
          >
            {t(makePlan.isPending ? 'plan.making' : 'buildings.preview')}
          </Button>
        )}
        {building.status === 'running' && building.lastRun !== undefined && (
          <Link href={hrefOf({ view: 'run', id: building.lastRun.id })}>{t('buildings.follow')}</Link>
        )}
      </td>
    </tr>
  );
});

function RunningBar({ building }: { building: Building }) {
  const styles = useTableStyles();
  const { t } = useText();
  if (building.status !== 'running' || building.lastRun === undefined) return null;
  const { done, total } = building.lastRun.progress;
  return (
    <div className={styles.bar}>
      <ProgressBar
        {...(total > 0 ? { value: done / total } : {})}
        aria-label={t('run.progressOf', { name: building.name })}
      />
      <span className={styles.minor}>{t('run.doneOf', { done, total })}</span>
    </div>
  );
}

function Pending({ building }: { building: Building }) {
  const styles = useTableStyles();
  const { t } = useText();
  const plan = building.lastPlan;
  if (plan === undefined) return <span className={styles.minor}>{t('buildings.noPreview')}</span>;
  // What a sync has done since is pending no more, whatever the preview said.
  const carriedOut = building.status === 'inSync' && (building.lastRun?.startedAt ?? '') > plan.createdAt;
  const pending = pendingOf(plan.summary);
  return (
    <Link href={hrefOf({ view: 'plan', id: plan.id })} appearance="subtle">
      <PendingWords pending={pending} carriedOut={carriedOut} inSync={building.status === 'inSync'} />
    </Link>
  );
}

interface PendingProps {
  readonly pending: ReturnType<typeof pendingOf>;
  readonly carriedOut: boolean;
  readonly inSync: boolean;
}

function PendingWords({ pending, carriedOut, inSync }: PendingProps) {
  const { t } = useText();
  const some = Object.values(pending).some((count) => (count ?? 0) > 0);
  // No place changes, and yet it is not in sync: a guard, what is kept or a floor map is for the preview to tell.
  if (!some) return t(inSync ? 'buildings.nothingPending' : 'buildings.seePreview');
  return carriedOut ? t('buildings.carriedOut') : <CountChips counts={pending} />;
}

function LastSync({ building }: { building: Building }) {
  const styles = useTableStyles();
  const { t, n, relative, dateTime } = useText();
  const now = useNow();
  const at = lastSyncAt(building);
  if (building.lastRun === undefined || at === '')
    return <span className={mergeClasses(styles.minor, styles.wideOnly)}>{t('buildings.never')}</span>;
  const failed = building.lastRun.counts.failed;
  return (
    <>
      <Link href={hrefOf({ view: 'run', id: building.lastRun.id })} appearance="subtle" title={dateTime(at)}>
        <span className={styles.wideOnly}>{relative(at, now)}</span>
        <span className={styles.narrowOnly}>{t('buildings.lastSyncAt', { when: relative(at, now) })}</span>
      </Link>
      {failed > 0 && <div className={styles.minor}>{n('count.failed', failed)}</div>}
    </>
  );
}
