import { mergeClasses } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { memo, type CSSProperties } from 'react';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ActionBadge } from '../../shared/ui/action-badge.tsx';
import { CountChips } from '../../shared/ui/count-chips.tsx';
import { SeverityIcon } from '../../shared/ui/finding-list.tsx';
import { TypeIcon } from '../../shared/ui/type-icon.tsx';
import type { PlanRow } from './model/plan-rows.ts';
import { isExpandable } from './model/tree-view.ts';
import { ROW_HEIGHT, useTreeStyles } from './tree-styles.ts';

interface Props {
  readonly row: PlanRow;
  /** Place among the visible rows, from 0. */
  readonly at: number;
  readonly active: boolean;
  readonly expanded: boolean;
  /** false: only shown because something below it matches the filter. */
  readonly matched: boolean;
  readonly onActivate: (index: number) => void;
  readonly onToggle: (index: number) => void;
}

/** One place in the tree: what it is, what happens to it, what happens below it, what is wrong with it. */
export const PlanTreeRow = memo(function PlanTreeRow(props: Props) {
  const { row, at, active, expanded, matched, onActivate, onToggle } = props;
  const styles = useTreeStyles();
  const { node } = row;
  return (
    <div
      role="row"
      id={`row-${row.index}`}
      data-index={row.index}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={at + 2}
      aria-selected={active}
      {...(isExpandable(row) ? { 'aria-expanded': expanded } : {})}
      tabIndex={active ? 0 : -1}
      className={mergeClasses(
        styles.row,
        styles.columns,
        active && styles.active,
        !matched && styles.passing,
      )}
      style={{ transform: `translateY(${at * ROW_HEIGHT}px)` }}
      onClick={() => onActivate(row.index)}
      onDoubleClick={() => onToggle(row.index)}
    >
      <div role="gridcell" className={styles.name} style={{ '--depth': row.level - 1 } as CSSProperties}>
        <Chevron row={row} expanded={expanded} onToggle={onToggle} />
        <TypeIcon type={node.type} className={styles.icon} />
        <bdi className={mergeClasses(styles.label, isExpandable(row) && styles.strong)} title={node.name}>
          {node.name}
        </bdi>
        {node.mailbox !== undefined && <span className={styles.mailbox}>{node.mailbox}</span>}
      </div>
      <div role="gridcell">
        <ActionBadge action={node.action} />
      </div>
      <div role="gridcell" className={styles.below}>
        <CountChips counts={row.below} />
      </div>
      <div role="gridcell" className={styles.finding}>
        <Findings row={row} />
      </div>
    </div>
  );
});

/** For the mouse alone: keyboards open rows with the arrow keys, screen readers hear aria-expanded. */
function Chevron({ row, expanded, onToggle }: Pick<Props, 'row' | 'expanded' | 'onToggle'>) {
  const styles = useTreeStyles();
  if (!isExpandable(row)) return <span className={styles.noChevron} />;
  return (
    <span
      className={styles.chevron}
      aria-hidden
      data-chevron
      onClick={(event) => {
        event.stopPropagation();
        onToggle(row.index);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {expanded ? <ChevronDownRegular /> : <ChevronRightRegular />}
    </span>
  );
}

function Findings({ row }: { row: PlanRow }) {
  const styles = useTreeStyles();
  const { t } = useText();
  if (row.worst !== undefined) return <SeverityIcon severity={row.worst} />;
  if (row.worstBelow === undefined || row.worstBelow === 'info') return null;
  return (
    <span className={styles.findingBelow} title={t('plan.findingsBelow')}>
      <SeverityIcon severity={row.worstBelow} />
    </span>
  );
}
