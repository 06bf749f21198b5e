import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Notifications } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
import { channelName, currentChannel } from './channel-names.ts';
import { ChannelTrouble } from './channel-trouble.tsx';
import { ReportForm } from './report-form.tsx';
import { useNotifications } from './use-notifications.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '14px' },
  minor: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  facts: { margin: 0, display: 'grid', gridTemplateColumns: 'fit-content(45%) 1fr', gap: '6px 16px' },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** Where reports go and how the channel is doing: to change for administrators, to look at for the others. */
export function ReportSettings({ mayChange }: { mayChange: boolean }) {
  const styles = useStyles();
  const { t } = useText();
  const settings = useNotifications();
  return (
    <Card title={t('reports.title')}>
      <div className={styles.content}>
        <Text className={styles.minor}>{t('reports.about')}</Text>
        <QueryArea query={settings} lines={3}>
          {(data) => (mayChange ? <ReportForm settings={data} /> : <ReportFacts settings={data} />)}
        </QueryArea>
      </div>
    </Card>
  );
}

function ReportFacts({ settings }: { settings: Notifications }) {
  const styles = useStyles();
  const { t } = useText();
  const current = currentChannel(settings);
  const mail = settings.mail && settings.mailAvailable;
  return (
    <>
      <ChannelTrouble settings={settings} action={null} />
      <dl className={styles.facts}>
        <dt className={styles.term}>{t('reports.channel')}</dt>
        <dd className={styles.value}>
          <bdi>{current === undefined ? '–' : channelName(current)}</bdi>
        </dd>
        <dt className={styles.term}>{t('reports.mailFact')}</dt>
        <dd className={styles.value}>{t(mail ? 'reports.mailOn' : 'reports.mailOff')}</dd>
      </dl>
      <Text size={200} className={styles.minor}>
        {t('connection.adminOnly')}
      </Text>
    </>
  );
}
