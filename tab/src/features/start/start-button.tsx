import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { useText } from '../../shared/i18n/text-context.tsx';

const useStyles = makeStyles({
  removes: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover },
    ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed },
  },
});

interface Props {
  readonly ready: boolean;
  readonly starting: boolean;
  /** How many places the sync takes away. */
  readonly removals: number;
  readonly onStart: () => void;
}

/** Starts the sync. What takes something away says so, and does not look like what only adds. */
export function StartButton({ ready, starting, removals, onStart }: Props) {
  const styles = useStyles();
  const { t, n } = useText();
  const words = removals > 0 ? n('start.goRemove', removals) : t('start.go');
  return (
    <Button
      appearance="primary"
      icon={<PlayRegular />}
      className={mergeClasses(removals > 0 && ready && styles.removes)}
      disabledFocusable={!ready}
      onClick={onStart}
    >
      {starting ? t('start.starting') : words}
    </Button>
  );
}
