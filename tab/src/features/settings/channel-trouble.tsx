import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Notifications } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { channelName, currentChannel } from './channel-names.ts';

const useStyles = makeStyles({
  bar: { paddingBlock: '8px' },
  body: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '4px' },
  words: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
  code: { color: tokens.colorNeutralForeground2 },
});

/** Why no report is posted, and what to do about it; nothing while all is well. `action` is offered for a broken channel. */
export function ChannelTrouble({ settings, action }: { settings: Notifications; action: ReactNode }) {
  const styles = useStyles();
  const { t, dateTime } = useText();
  if (settings.channelState === 'ok') return null;
  const broken = settings.channelState === 'broken';
  const current = currentChannel(settings);
  const channel = current === undefined ? t('reports.gone') : channelName(current);
  return (
    <MessageBar intent={broken ? 'error' : 'warning'} layout="multiline" className={styles.bar}>
      <MessageBarBody>
        <div className={styles.body}>
          <MessageBarTitle className={styles.words}>
            {broken ? t('reports.broken', { channel }) : t('reports.none')}
          </MessageBarTitle>
          <span className={styles.words}>
            {t(broken ? 'reports.brokenHow' : 'reports.noneHow')}
            {broken && settings.mailAvailable && ` ${t('reports.brokenMail')}`}
          </span>
          {settings.problem !== undefined && (
            <span className={`${styles.words} ${styles.code}`}>
              {t('reports.brokenSince', {
                when: dateTime(settings.problem.at),
                code: settings.problem.code,
              })}
            </span>
          )}
          {broken && action}
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
