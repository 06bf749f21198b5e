import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import type { Report } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { useNow } from '../../shared/use-now.ts';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: '8px 0 0',
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
  },
  item: { display: 'flex', gap: '8px', alignItems: 'flex-start' },
  icon: { flexShrink: 0, marginTop: '3px' },
  when: { color: tokens.colorNeutralForeground3 },
});

/** Until when it is normal that Outlook, Teams and Places do not show everything yet. */
export function PropagationNote({ propagation }: { propagation: Report['propagation'] }) {
  const styles = useStyles();
  const { t, dateTime, relative, said } = useText();
  const now = useNow();
  const isOver = (expectedBy: string) => Date.parse(expectedBy) <= now.getTime();
  if (propagation.length === 0) return null;
  return (
    <Card title={t('report.propagation')}>
      <Text>{t('report.propagationWhy')}</Text>
      <ul className={styles.list}>
        {propagation.map(({ what, expectedBy }) => (
          <li key={what} className={styles.item}>
            {isOver(expectedBy) ? (
              <CheckmarkRegular className={styles.icon} aria-hidden />
            ) : (
              <ClockRegular className={styles.icon} aria-hidden />
            )}
            <span>
              {said({ what }, 'what')}{' '}
              <span className={styles.when}>
                {isOver(expectedBy)
                  ? t('report.due', { when: dateTime(expectedBy) })
                  : t('report.until', { when: dateTime(expectedBy), relative: relative(expectedBy, now) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
