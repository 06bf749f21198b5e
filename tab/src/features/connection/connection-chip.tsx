import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { Me } from '#contract';
import { useMe } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { useConnect } from './use-connection.ts';

/** Screen readers still say it. */
const HIDDEN_FROM_VIEW = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: '10px', width: '320px', maxWidth: '80vw' },
  name: { '@media (max-width: 420px)': HIDDEN_FROM_VIEW },
  minor: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
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
  if (me.data === undefined) return null;
  const { connection } = me.data;
  const Icon = ICONS[connection.state];
  return (
    <Popover trapFocus positioning="below-end">
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<Icon />}>
          <span className={styles.name}>
            {connection.account?.name ?? t(`connection.${connection.state}`)}
          </span>
        </Button>
      </PopoverTrigger>
      <PopoverSurface aria-label={t('connection.title')} className={styles.surface}>
        <ConnectionDetails me={me.data} />
      </PopoverSurface>
    </Popover>
  );
}

function ConnectionDetails({ me }: { me: Me }) {
  const styles = useStyles();
  const { t, dateTime } = useText();
  const { connection } = me;
  return (
    <>
      <Text weight="semibold">{t(`connection.${connection.state}`)}</Text>
      {connection.account !== undefined && (
        <Text>
          <bdi>{connection.account.name}</bdi>
        </Text>
      )}
      {connection.connectedAt !== undefined && (
        <Text size={200} className={styles.minor}>
          {t('connection.since', { when: dateTime(connection.connectedAt) })}
        </Text>
      )}
      {connection.problem !== undefined && <Text>{connection.problem}</Text>}
      {connection.hint !== undefined && <Text className={styles.minor}>{connection.hint}</Text>}
      <Text size={200} className={styles.minor}>
        {t('connection.signedIn', { name: me.name, roles: me.roles.join(', ') || t('connection.noRole') })}
      </Text>
      <ConnectionActions me={me} />
    </>
  );
}

/** Connect and disconnect, for those who may; says who may otherwise. Also used by the guide through the page. */
export function ConnectionActions({ me }: { me: Me }) {
  const styles = useStyles();
  const { t } = useText();
  const connect = useConnect('POST');
  const disconnect = useConnect('DELETE');
  if (!hasRole(me, 'Places.Admin')) return <Text className={styles.minor}>{t('connection.adminOnly')}</Text>;
  const connected = me.connection.state === 'connected';
  const error = connect.error ?? disconnect.error;
  return (
    <>
      <div className={styles.actions}>
        <Button
          appearance={connected ? 'secondary' : 'primary'}
          disabledFocusable={connect.isPending}
          onClick={() => connect.mutate()}
        >
          {t(connected ? 'connection.reconnect' : 'connection.connect')}
        </Button>
        {connected && (
          <Button
            appearance="subtle"
            disabledFocusable={disconnect.isPending}
            onClick={() => disconnect.mutate()}
          >
            {t('connection.disconnect')}
          </Button>
        )}
      </div>
      {error !== null && <ErrorCard error={error} />}
    </>
  );
}
