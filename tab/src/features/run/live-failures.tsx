import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { StepEvent } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { TypeIcon } from '../../shared/ui/type-icon.tsx';

const SHOWN = 100;

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '320px', overflowY: 'auto' },
  item: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    gap: '2px 8px',
    padding: '8px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  words: { gridColumn: 2, color: tokens.colorNeutralForeground2 },
});

/** What failed so far, newest first, while the run goes on with the rest. */
export function LiveFailures({ failures }: { failures: readonly StepEvent[] }) {
  const styles = useStyles();
  const { t, n, said } = useText();
  if (failures.length === 0) return null;
  const shown = failures.slice(-SHOWN).reverse();
  return (
    <Card title={n('run.failures', failures.length)}>
      <ul className={styles.list} tabIndex={0} aria-label={n('run.failures', failures.length)}>
        {shown.map((step) => (
          <li key={`${step.type}:${step.key}`} className={styles.item}>
            <TypeIcon type={step.type} />
            <Text weight="semibold">
              <bdi>{step.name}</bdi> – {t(`action.${step.action}`)}
            </Text>
            <Text size={200} className={styles.words}>
              {step.outcome === 'unknown' ? t('run.unclear') : ''}{' '}
              {step.error !== undefined &&
                `${[step.error.status, step.error.code].filter(Boolean).join(' ')}: ${said(step.error, 'message')}`}
            </Text>
          </li>
        ))}
      </ul>
    </Card>
  );
}
