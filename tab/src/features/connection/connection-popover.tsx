import { makeStyles, Popover, PopoverSurface, Text, tokens } from '@fluentui/react-components';
import type { Me } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ConnectionActions } from './connection-actions.tsx';

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: '10px', width: '320px', maxWidth: '80vw' },
  minor: { color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly me: Me;
  readonly anchor: HTMLElement;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Who is connected since when, what is wrong with it, and the way to change it. */
export default function ConnectionPopover({ me, anchor, open, onOpenChange }: Props) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <Popover
      trapFocus
      open={open}
      onOpenChange={(_event, data) => onOpenChange(data.open)}
      positioning={{ target: anchor, position: 'below', align: 'end' }}
    >
      <PopoverSurface aria-label={t('connection.title')} className={styles.surface}>
        <Details me={me} />
        <ConnectionActions me={me} />
      </PopoverSurface>
    </Popover>
  );
}

function Details({ me }: { me: Me }) {
  const styles = useStyles();
  const { t, dateTime, said } = useText();
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
      {connection.problem !== undefined && <Text>{said(connection, 'problem')}</Text>}
      {connection.hint !== undefined && <Text className={styles.minor}>{said(connection, 'hint')}</Text>}
      <Text size={200} className={styles.minor}>
        {t('connection.signedIn', { name: me.name, roles: me.roles.join(', ') || t('connection.noRole') })}
      </Text>
    </>
  );
}
