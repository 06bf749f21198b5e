import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Report } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { useNow } from '../../shared/use-now.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '8px 0 0', padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    padding: '6px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  name: { flexGrow: 1, overflowWrap: 'anywhere' },
  linked: { color: tokens.colorNeutralForeground3 },
});

/** What became of the floor map, floor by floor. */
export function MapNote({ map, aside }: { map: Report['map']; aside: ReactNode }) {
  const styles = useStyles();
  const { t, dateTime, relative, said } = useText();
  const now = useNow();
  const { floors = [], until } = map;
  if (floors.length === 0 && map.state !== 'failed') return null;
  return (
    <Card title={t('start.map')} aside={aside}>
      {(map.done !== undefined || map.state === 'failed') && (
        <Text>{said(map, map.done === undefined ? 'message' : 'done')}</Text>
      )}
      {until !== undefined && (
        <Text>{t('report.until', { when: dateTime(until), relative: relative(until, now) })}</Text>
      )}
      <ul className={styles.list}>
        {floors.map(({ key, name, state, correlated, places }) => (
          <li key={key} className={styles.item}>
            <bdi className={styles.name}>{name}</bdi>
            <Badge appearance="tint" color={state === 'uploaded' ? 'success' : 'warning'}>
              {t(`report.mapFloor.${state}`)}
            </Badge>
            <span className={styles.linked}>{t('report.mapLinked', { n: correlated, all: places })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
