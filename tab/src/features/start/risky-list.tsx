import { makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { useMemo } from 'react';
import type { Plan } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { RISKS, riskyPlaces } from './risky-places.ts';

const SHOWN_PER_RISK = 8;

const useStyles = makeStyles({
  box: {
    ...shorthands.border('1px', 'solid', tokens.colorStatusWarningBorder1),
    borderRadius: tokens.borderRadiusMedium,
    padding: '10px 12px',
    maxHeight: '220px',
    overflowY: 'auto',
  },
  head: { display: 'flex', gap: '6px', alignItems: 'center' },
  list: { margin: '4px 0 0', paddingInlineStart: '24px', overflowWrap: 'anywhere' },
});

/** The places whose change could surprise somebody, by what is risky about them. */
export function RiskyList({ plan }: { plan: Plan }) {
  const styles = useStyles();
  const { t, n } = useText();
  const risky = useMemo(() => riskyPlaces(plan), [plan]);
  if (risky.length === 0) return <Text>{t('start.noRisk')}</Text>;
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label={t('start.risky')}>
      <div className={styles.head}>
        <WarningRegular aria-hidden />
        <Text weight="semibold">{t('start.risky')}</Text>
      </div>
      {RISKS.map((risk) => {
        const places = risky.filter((place) => place.risk === risk);
        if (places.length === 0) return null;
        return (
          <ul key={risk} className={styles.list}>
            <li>
              {n(`risk.${risk}`, places.length)}{' '}
              <bdi>
                {places
                  .slice(0, SHOWN_PER_RISK)
                  .map(({ node }) => node.name)
                  .join(', ')}
              </bdi>
              {places.length > SHOWN_PER_RISK && ` ${n('start.more', places.length - SHOWN_PER_RISK)}`}
            </li>
          </ul>
        );
      })}
    </div>
  );
}
