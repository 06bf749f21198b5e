import { mergeClasses, Text } from '@fluentui/react-components';
import { useCallback, type CSSProperties, type KeyboardEvent } from 'react';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ACTIONS } from '../../shared/ui/action-badge.tsx';
import { activate, toggle, type TreeView } from './model/tree-view.ts';
import { PlanTreeRow } from './plan-tree-row.tsx';
import { useTreeStyles } from './tree-styles.ts';
import { useTreeRows } from './use-tree-rows.ts';

/** Mean width of a bold letter in a badge, and what the badge needs beside its word. */
const LETTER_PX = 7;
const BADGE_PX = 36;

interface Props {
  readonly view: TreeView;
  readonly change: (step: (view: TreeView) => TreeView) => void;
  readonly press: (key: string, at: number) => boolean;
  /** A person chose a row (click or Enter), not merely moved to it. */
  readonly onOpen: () => void;
}

/**
 * The plan as a tree grid (ARIA practices): one tab stop, arrows move and open, typing finds a name. Only rows near
 * the screen exist, and always the active one, so that the focus never gets lost.
 */
export function PlanTree({ view, change, press, onOpen }: Props) {
  const styles = useTreeStyles();
  const { t } = useText();
  const actionWidth = useActionWidth();
  const { scroll, virtual, focusActive } = useTreeRows(view);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') return onOpen();
    if (!press(event.key, event.timeStamp)) return;
    focusActive();
    event.preventDefault();
  }

  const onActivate = useCallback(
    (index: number) => {
      focusActive();
      change((now) => activate(now, index));
      onOpen();
    },
    [change, onOpen, focusActive],
  );
  const onToggle = useCallback((index: number) => change((now) => toggle(now, index)), [change]);

  return (
    <div className={styles.frame}>
      <div
        role="treegrid"
        aria-label={t('plan.tree')}
        aria-rowcount={view.visible.length + 1}
        className={mergeClasses(styles.frame)}
        style={{ border: 0, ...actionWidth }}
        onKeyDown={onKeyDown}
      >
        <HeadRow />
        <div className={styles.scroll} ref={scroll} role="rowgroup">
          <div className={styles.inner} role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
            {virtual.getVirtualItems().map(({ index: at }) => {
              const row = view.rows[view.visible[at] ?? -1];
              return row === undefined ? null : (
                <PlanTreeRow
                  key={row.id}
                  row={row}
                  at={at}
                  active={row.index === view.active}
                  expanded={view.expanded.has(row.index)}
                  matched={view.matches === undefined || view.matches.own.has(row.index)}
                  onActivate={onActivate}
                  onToggle={onToggle}
                />
              );
            })}
          </div>
        </div>
      </div>
      {view.visible.length === 0 && <Text className={styles.none}>{t('plan.noMatch')}</Text>}
    </div>
  );
}

/** Rows are grids of their own: the action column is as wide as the longest action of the language. */
function useActionWidth(): CSSProperties {
  const { t } = useText();
  const longest = Math.max(...ACTIONS.map((action) => t(`action.${action}`).length));
  return { '--action-width': `${longest * LETTER_PX + BADGE_PX}px` } as CSSProperties;
}

function HeadRow() {
  const styles = useTreeStyles();
  const { t } = useText();
  return (
    <div role="row" aria-rowindex={1} className={mergeClasses(styles.columns, styles.head)}>
      <div role="columnheader">{t('plan.column.place')}</div>
      <div role="columnheader">
        <span data-word>{t('plan.column.action')}</span>
      </div>
      <div role="columnheader" className={styles.below}>
        {t('plan.column.below')}
      </div>
      <div role="columnheader" aria-label={t('findings.title')} />
    </div>
  );
}
