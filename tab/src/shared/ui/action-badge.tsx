import { AddCircleRegular } from '@fluentui/react-icons/svg/add-circle';
import { ArrowMoveRegular } from '@fluentui/react-icons/svg/arrow-move';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { EqualCircleRegular } from '@fluentui/react-icons/svg/equal-circle';
import { EraserRegular } from '@fluentui/react-icons/svg/eraser';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { PinRegular } from '@fluentui/react-icons/svg/pin';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { RenameRegular } from '@fluentui/react-icons/svg/rename';
import { WindowConsoleRegular } from '@fluentui/react-icons/svg/window-console';
import type { Action } from '#contract';
import { useText } from '../i18n/text-context.tsx';
import { Pill, type Tone } from './pill.tsx';

/** Every action in the order in which people read a plan: what changes first, what stays last. */
export const ACTIONS: readonly Action[] = [
  'create',
  'update',
  'rename',
  'move',
  'adopt',
  'remove',
  'handover',
  'failedRead',
  'keep',
  'forget',
  'skip',
];

export const ACTION_ICONS = {
  create: AddCircleRegular,
  update: EditRegular,
  rename: RenameRegular,
  move: ArrowMoveRegular,
  skip: EqualCircleRegular,
  adopt: LinkRegular,
  remove: DeleteRegular,
  keep: PinRegular,
  forget: EraserRegular,
  handover: WindowConsoleRegular,
  failedRead: PlugDisconnectedRegular,
} as const satisfies Record<Action, unknown>;

export const ACTION_TONES: Readonly<Record<Action, Tone>> = {
  create: 'good',
  update: 'change',
  rename: 'change',
  move: 'change',
  skip: 'quiet',
  // Not like what is new: somebody else made it.
  adopt: 'change',
  remove: 'danger',
  keep: 'quiet',
  forget: 'quiet',
  handover: 'warn',
  failedRead: 'danger',
};

/** What a plan does with a place: icon, word and shade. */
export function ActionBadge({ action }: { action: Action }) {
  const { t } = useText();
  return (
    <Pill tone={ACTION_TONES[action]} icon={ACTION_ICONS[action]}>
      {t(`action.${action}`)}
    </Pill>
  );
}
