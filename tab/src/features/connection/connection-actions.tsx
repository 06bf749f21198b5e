import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Me } from '#contract';
import { ApiError } from '../../shared/api-client/api-error.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { useAdminConsent, useConnect } from './use-connection.ts';

const useStyles = makeStyles({
  minor: { color: tokens.colorNeutralForeground3 },
  leave: { display: 'flex', flexDirection: 'column', gap: '8px' },
  danger: { color: tokens.colorStatusDangerForeground1 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

/** Connect and disconnect, for those who may; says who may otherwise. */
export function ConnectionActions({ me }: { me: Me }) {
  const styles = useStyles();
  const { t } = useText();
  const connect = useConnect('POST');
  const disconnect = useConnect('DELETE');
  const [leaving, setLeaving] = useState(false);
  if (!hasRole(me, 'Places.Admin')) return <Text className={styles.minor}>{t('connection.adminOnly')}</Text>;
  const connected = me.connection.state === 'connected';
  const isOwn = me.connection.account?.userId === me.userId;
  const error = connect.error ?? disconnect.error;
  return (
    <>
      <div className={styles.actions}>
        <Button
          appearance={connected ? 'secondary' : 'primary'}
          disabledFocusable={connect.isPending}
          onClick={() => connect.mutate()}
        >
          {t(connected ? (isOwn ? 'connection.again' : 'connection.reconnect') : 'connection.connect')}
        </Button>
        {connected && !leaving && (
          <Button appearance="subtle" onClick={() => setLeaving(true)}>
            {t('connection.disconnect')}
          </Button>
        )}
      </div>
      {connected && leaving && (
        <Leave
          busy={disconnect.isPending}
          onLeave={() => disconnect.mutate()}
          onStay={() => setLeaving(false)}
        />
      )}
      {error !== null && (
        <ErrorCard error={error} onRetry={() => (connect.isError ? connect : disconnect).mutate()}>
          {error instanceof ApiError && error.problem.code === 'consent-required' && (
            <ConsentButton onGiven={() => connect.mutate()} />
          )}
        </ErrorCard>
      )}
    </>
  );
}

interface LeaveProps {
  readonly busy: boolean;
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

/** One wrong click must not stop every sync: what it means is said before. */
function Leave({ busy, onLeave, onStay }: LeaveProps) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <div role="group" aria-label={t('connection.disconnect')} className={styles.leave}>
      <Text>{t('connection.disconnectWhy')}</Text>
      <div className={styles.actions}>
        <Button autoFocus onClick={onStay} disabledFocusable={busy}>
          {t('connection.stay')}
        </Button>
        <Button className={styles.danger} onClick={onLeave} disabledFocusable={busy}>
          {t('connection.disconnectSure')}
        </Button>
      </div>
    </div>
  );
}

/** Consent for the whole directory, in a window of Microsoft; then the account is connected at once. */
function ConsentButton({ onGiven }: { onGiven: () => void }) {
  const { t } = useText();
  const consent = useAdminConsent();
  return (
    <>
      <Button
        appearance="primary"
        disabledFocusable={consent.isPending}
        onClick={() => consent.mutate(undefined, { onSuccess: onGiven })}
      >
        {t(consent.isPending ? 'signIn.pending' : 'connection.consent')}
      </Button>
      {consent.isError && <Text>{t('connection.consentFailed')}</Text>}
    </>
  );
}
