import { Button, makeStyles, mergeClasses, SearchBox, Select, Text } from '@fluentui/react-components';
import { ArrowSortDownRegular } from '@fluentui/react-icons/svg/arrow-sort-down';
import { ArrowSortUpRegular } from '@fluentui/react-icons/svg/arrow-sort-up';
import { useMemo, useState } from 'react';
import type { Building, BuildingStatus } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { arrangeBuildings, type Arrangement, type SortColumn } from './arrange-buildings.ts';
import { BuildingRow } from './building-row.tsx';
import { useTableStyles } from './table-styles.ts';
import { FEW, useBuildingRows } from './use-building-rows.ts';

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  search: { flexGrow: 1, maxWidth: '360px', minWidth: '0' },
  status: { minWidth: '0', width: '220px' },
  none: { padding: '24px', textAlign: 'center' },
});

const STATUSES: readonly BuildingStatus[] = [
  'failed',
  'held',
  'running',
  'changesPending',
  'neverSynced',
  'inSync',
  'unknown',
];
const START: Arrangement = { text: '', status: 'all', sort: 'name', descending: false };

interface Props {
  readonly buildings: readonly Building[];
  readonly mayPlan: boolean;
}

/** Every building of every source, searchable, filterable by state, sortable. */
export function BuildingsList({ buildings, mayPlan }: Props) {
  const styles = useStyles();
  const { t, n } = useText();
  const [wanted, setWanted] = useState(START);
  const shown = useMemo(() => arrangeBuildings(buildings, wanted), [buildings, wanted]);
  const change = (part: Partial<Arrangement>) => setWanted({ ...wanted, ...part });
  return (
    <>
      <div className={styles.tools} role="search" aria-label={t('buildings.search')}>
        <SearchBox
          className={styles.search}
          placeholder={t('buildings.search')}
          aria-label={t('buildings.search')}
          value={wanted.text}
          onChange={(_event, data) => change({ text: data.value })}
        />
        <Select
          className={styles.status}
          aria-label={t('buildings.filterStatus')}
          value={wanted.status}
          onChange={(_event, data) => change({ status: data.value as Arrangement['status'] })}
        >
          <option value="all">{t('buildings.allStatus')}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`status.${status}`)}
            </option>
          ))}
        </Select>
        <Text size={200} role="status">
          {n('buildings.shown', shown.length)}
        </Text>
      </div>
      {shown.length === 0 ? (
        <Text className={styles.none}>{t('buildings.noMatch')}</Text>
      ) : (
        <BuildingTable shown={shown} mayPlan={mayPlan} wanted={wanted} onChange={change} />
      )}
    </>
  );
}

interface TableProps {
  readonly shown: readonly Building[];
  readonly mayPlan: boolean;
  readonly wanted: Arrangement;
  readonly onChange: (part: Partial<Arrangement>) => void;
}

function BuildingTable({ shown, mayPlan, wanted, onChange }: TableProps) {
  const styles = useTableStyles();
  const { t } = useText();
  const sortable = (column: SortColumn) => (
    <th
      scope="col"
      className={styles.heading}
      aria-sort={wanted.sort !== column ? 'none' : wanted.descending ? 'descending' : 'ascending'}
    >
      <Button
        size="small"
        appearance="transparent"
        className={styles.sort}
        iconPosition="after"
        icon={
          wanted.sort !== column ? null : wanted.descending ? (
            <ArrowSortDownRegular />
          ) : (
            <ArrowSortUpRegular />
          )
        }
        onClick={() => onChange({ sort: column, descending: wanted.sort === column && !wanted.descending })}
      >
        {t(`buildings.column.${column}`)}
      </Button>
    </th>
  );
  return (
    <table
      className={mergeClasses(styles.table, shown.length > FEW && styles.long)}
      aria-rowcount={shown.length + 1}
    >
      <thead className={styles.head}>
        <tr aria-rowindex={1}>
          {sortable('name')}
          {sortable('status')}
          <th scope="col" className={styles.heading}>
            {t('buildings.column.pending')}
          </th>
          {sortable('lastSync')}
          <td className={styles.heading} />
        </tr>
      </thead>
      <BuildingRows shown={shown} mayPlan={mayPlan} />
    </table>
  );
}

function BuildingRows({ shown, mayPlan }: Pick<TableProps, 'shown' | 'mayPlan'>) {
  const styles = useTableStyles();
  const { body, measure, parts, onFocus, onBlur } = useBuildingRows(shown);
  return (
    <tbody ref={body} className={styles.body} onFocus={onFocus} onBlur={onBlur}>
      {parts.map((part) =>
        part.kind === 'gap' ? (
          <tr key={part.key} aria-hidden className={styles.gap}>
            <td colSpan={5} className={styles.gapCell} style={{ height: `${part.px}px` }} />
          </tr>
        ) : (
          <BuildingRow
            key={part.building.id}
            building={part.building}
            mayPlan={mayPlan}
            at={part.at}
            measure={measure}
          />
        ),
      )}
    </tbody>
  );
}
