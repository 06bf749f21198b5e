import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleHintRegular } from '@fluentui/react-icons/svg/circle-hint';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { PauseCircleRegular } from '@fluentui/react-icons/svg/pause-circle';
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle';
import { ShieldLockRegular } from '@fluentui/react-icons/svg/shield-lock';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { BuildingStatus, RunState } from '#contract';
import { useText } from '../i18n/text-context.tsx';
import { type FluentIcon, Pill, type Tone } from './pill.tsx';

type Look = readonly [Tone, FluentIcon];

const BUILDING: Readonly<Record<BuildingStatus, Look>> = {
  inSync: ['good', CheckmarkCircleRegular],
  changesPending: ['change', EditRegular],
  running: ['change', ArrowSyncRegular],
  held: ['warn', ShieldLockRegular],
  failed: ['danger', ErrorCircleRegular],
  neverSynced: ['quiet', CircleHintRegular],
  unknown: ['quiet', QuestionCircleRegular],
};

const RUN: Readonly<Record<RunState, Look>> = {
  queued: ['quiet', ClockRegular],
  running: ['change', ArrowSyncRegular],
  paused: ['warn', PauseCircleRegular],
  held: ['warn', ShieldLockRegular],
  cancelling: ['warn', DismissCircleRegular],
  done: ['good', CheckmarkCircleRegular],
  doneWithFailures: ['warn', WarningRegular],
  failed: ['danger', ErrorCircleRegular],
  cancelled: ['quiet', DismissCircleRegular],
};

/** How a building stands against Microsoft Places. */
export function BuildingStatusBadge({ status }: { status: BuildingStatus }) {
  const { t } = useText();
  const [tone, icon] = BUILDING[status];
  return (
    <Pill tone={tone} icon={icon}>
      {t(`status.${status}`)}
    </Pill>
  );
}

/** Where a run stands. */
export function RunStateBadge({ state }: { state: RunState }) {
  const { t } = useText();
  const [tone, icon] = RUN[state];
  return (
    <Pill tone={tone} icon={icon}>
      {t(`runState.${state}`)}
    </Pill>
  );
}
