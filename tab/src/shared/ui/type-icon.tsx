import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { BuildingRegular } from '@fluentui/react-icons/svg/building';
import { DeskRegular } from '@fluentui/react-icons/svg/desk';
import { DoorRegular } from '@fluentui/react-icons/svg/door';
import { GroupRegular } from '@fluentui/react-icons/svg/group';
import { LayerRegular } from '@fluentui/react-icons/svg/layer';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import type { PlaceType } from '#contract';
import { useText } from '../i18n/text-context.tsx';
import type { FluentIcon } from './pill.tsx';

const ICONS: Readonly<Record<PlaceType, FluentIcon>> = {
  building: BuildingRegular,
  floor: LayerRegular,
  section: GroupRegular,
  room: DoorRegular,
  workspace: PeopleTeamRegular,
  desk: DeskRegular,
};

/** A long name beside it must not squeeze it. */
const useStyles = makeStyles({ icon: { flexShrink: 0 } });

/** The sign of a kind of place, named for screen readers. */
export function TypeIcon({ type, className }: { type: PlaceType; className?: string | undefined }) {
  const styles = useStyles();
  const { t } = useText();
  const Icon = ICONS[type];
  return (
    <Icon
      className={mergeClasses(styles.icon, className)}
      role="img"
      aria-label={t(`type.${type}`)}
      title={t(`type.${type}`)}
    />
  );
}
