import { makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { RunPlace } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { TypeIcon } from '../../shared/ui/type-icon.tsx';
import { comparePlaces, DIFFERENCES, type Difference, type PlaceDifference } from './compare-places.ts';

const ROW_HEIGHT = 52;

const useStyles = makeStyles({
  filter: { maxWidth: '320px', marginBottom: '8px' },
  scroll: { maxHeight: '420px', overflowY: 'auto', position: 'relative' },
  rows: { position: 'relative', listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    position: 'absolute',
    insetInlineStart: 0,
    width: '100%',
    boxSizing: 'border-box',
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    columnGap: '10px',
    alignContent: 'center',
    minHeight: `${ROW_HEIGHT}px`,
    paddingBlock: '4px',
    overflowWrap: 'anywhere',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  minor: { gridColumn: 2, color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly earlier: readonly RunPlace[];
  readonly later: readonly RunPlace[];
}

/** Place by place what is not the same in two runs; long lists are drawn only where they are looked at. */
export function PlaceDifferences({ earlier, later }: Props) {
  const styles = useStyles();
  const { t, n, number } = useText();
  const [kind, setKind] = useState<Difference | ''>('');
  const all = comparePlaces(earlier, later);
  if (all.length === 0) return <Text>{t('compare.same')}</Text>;
  const shown = kind === '' ? all : all.filter((one) => one.kind === kind);
  return (
    <Card title={n('compare.differ', all.length)}>
      <Select
        className={styles.filter}
        value={kind}
        aria-label={t('compare.filter')}
        onChange={(_event, data) => setKind(data.value as Difference | '')}
      >
        <option value="">{t('compare.all')}</option>
        {DIFFERENCES.map((one) => {
          const count = all.filter((difference) => difference.kind === one).length;
          return (
            <option key={one} value={one} disabled={count === 0}>
              {t(`difference.${one}`)} ({number(count)})
            </option>
          );
        })}
      </Select>
      <Rows differences={shown} />
    </Card>
  );
}

function Rows({ differences }: { differences: readonly PlaceDifference[] }) {
  const styles = useStyles();
  const { t } = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: differences.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 600, height: 420 },
  });
  return (
    <div ref={scroll} className={styles.scroll} tabIndex={0} role="region" aria-label={t('compare.places')}>
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const difference = differences[index];
          if (difference === undefined) return null;
          return (
            <li
              key={`${difference.place.type}:${difference.place.key}`}
              ref={virtual.measureElement}
              data-index={index}
              className={styles.row}
              style={{ top: start }}
              aria-setsize={differences.length}
              aria-posinset={index + 1}
            >
              <Row difference={difference} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row({ difference: { place, kind, before, after } }: { difference: PlaceDifference }) {
  const styles = useStyles();
  const { t } = useText();
  const told = (one: RunPlace | undefined) =>
    one === undefined
      ? t('compare.notThere')
      : `${t(`action.${one.action}`)}, ${t(`placeOutcome.${one.outcome}`)}`;
  return (
    <>
      <TypeIcon type={place.type} />
      <Text>
        <bdi>{place.name}</bdi>
      </Text>
      <Text size={200} className={styles.minor}>
        {t(`difference.${kind}`)} · {told(before)} → {told(after)}
      </Text>
    </>
  );
}
