import { makeStyles, tokens } from '@fluentui/react-components';
import type { Me, Plan } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { useCountWords } from '../../shared/ui/count-chips.tsx';

const useStyles = makeStyles({
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(96px, auto) minmax(0, 1fr)',
    gap: '6px 14px',
    alignItems: 'baseline',
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** Which tenant, whose account, how many places, and the map. */
export function StartFacts({ plan, me }: { plan: Plan; me: Me }) {
  const styles = useStyles();
  const { t, n, said } = useText();
  const words = useCountWords();
  return (
    <dl className={styles.facts}>
      <dt className={styles.term}>{t('start.tenant')}</dt>
      <dd className={styles.value}>{me.tenantId}</dd>
      <dt className={styles.term}>{t('start.account')}</dt>
      <dd className={styles.value}>
        <bdi>{me.connection.account?.name ?? t(`connection.${me.connection.state}`)}</bdi>
      </dd>
      <dt className={styles.term}>{t('start.changes')}</dt>
      <dd className={styles.value}>{words(plan.summary)}</dd>
      <dt className={styles.term}>{t('start.map')}</dt>
      <dd className={styles.value}>
        {said(plan.map, 'reason') || n(`plan.map.${plan.map.action}`, plan.map.floors)}
      </dd>
    </dl>
  );
}
