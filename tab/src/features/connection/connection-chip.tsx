import { Button, makeStyles } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { lazy, Suspense, useState } from 'react';
import { useMe } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';

/** The surface comes with the first click: positioning and focus traps are no part of the first view. */
const ConnectionPopover = lazy(() => import('./connection-popover.tsx'));

const useStyles = makeStyles({
  chip: { '@media (max-width: 420px)': { minWidth: 0, paddingInline: '6px' } },
  // On a phone only the sign is seen; screen readers still say the name.
  name: {
    '@media (max-width: 420px)': {
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
    },
  },
});

const ICONS = {
  connected: PlugConnectedRegular,
  notConnected: PlugDisconnectedRegular,
  needsSignIn: WarningRegular,
} as const;

/** Whose Microsoft account runs act with, always in sight; opens to connect or disconnect. */
export function ConnectionChip() {
  const styles = useStyles();
  const { t } = useText();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (me.data === undefined) return null;
  const { connection } = me.data;
  const Icon = ICONS[connection.state];

  function change(wanted: boolean) {
    setOpen(wanted);
    if (!wanted) anchor?.focus();
  }

  return (
    <>
      <Button
        appearance="subtle"
        size="small"
        className={styles.chip}
        icon={<Icon />}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={(event) => {
          setAnchor(event.currentTarget);
          change(!open);
        }}
      >
        <span className={styles.name}>{connection.account?.name ?? t(`connection.${connection.state}`)}</span>
      </Button>
      {anchor !== null && (
        <Suspense>
          <ConnectionPopover me={me.data} anchor={anchor} open={open} onOpenChange={change} />
        </Suspense>
      )}
    </>
  );
}
