import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ImportResult } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { SEVERITIES } from '../../shared/severity.ts';
import { FindingList, SeverityIcon } from '../../shared/ui/finding-list.tsx';

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse' },
  heading: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    padding: '4px 8px',
  },
  cell: {
    padding: '6px 8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
  },
  number: { fontVariantNumeric: 'tabular-nums' },
  counts: { display: 'flex', flexWrap: 'wrap', gap: '12px', marginBottom: '8px' },
  count: { display: 'inline-flex', alignItems: 'center', gap: '4px' },
});

/** What a dry run read: the buildings, and every finding before anything is stored. */
export function ImportPreview({ result }: { result: ImportResult }) {
  const styles = useStyles();
  const { t, n, number } = useText();
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.heading}>
              {t('buildings.column.name')}
            </th>
            <th scope="col" className={styles.heading}>
              {t('type.floors')}
            </th>
            <th scope="col" className={styles.heading}>
              {t('type.rooms')}
            </th>
            <th scope="col" className={styles.heading}>
              {t('type.desks')}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.buildings.map((building) => (
            <tr key={building.buildingId}>
              <th scope="row" className={styles.cell}>
                <bdi>{building.name}</bdi>
              </th>
              <td className={styles.cell}>{number(building.floors)}</td>
              <td className={styles.cell}>{number(building.rooms)}</td>
              <td className={styles.cell}>{number(building.desks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <section aria-label={t('findings.title')}>
        <div className={styles.counts}>
          {SEVERITIES.map((severity) => {
            const count = result.findings.filter((finding) => finding.severity === severity).length;
            return count === 0 ? null : (
              <span key={severity} className={styles.count}>
                <SeverityIcon severity={severity} />
                <Text>{n(`findings.${severity}`, count)}</Text>
              </span>
            );
          })}
          {result.findings.length === 0 && <Text>{t('findings.none')}</Text>}
        </div>
        <FindingList findings={result.findings} />
      </section>
    </>
  );
}
