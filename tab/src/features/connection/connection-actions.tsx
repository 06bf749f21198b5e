import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Me } from '#contract';
import { ApiError } from '../../shared/api-client/api-error.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { useAdminConsent, useConnect } from './use-connection.ts';

const useStyles = makeStyles({
  minor: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

/** Connect and disconnect, for those who may; says who may otherwise. */
export function ConnectionActions({ me }: { me: Me }) {
  const styles = useStyles();
  const { t } = useText();
  const connect = useConnect('POST');
  const disconnect = useConnect('DELETE');
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
