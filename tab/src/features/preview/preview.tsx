import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { useCallback, useState, type ReactNode } from 'react';
import type { Finding, Plan } from '#contract';
import { AreaBoundary } from '../../shared/ui/area-boundary.tsx';
import { ActionFilter } from './action-filter.tsx';
import type { PlanRow } from './model/plan-rows.ts';
import { applyFilter, reveal } from './model/tree-view.ts';
import { PlaceDetails } from './place-details.tsx';
import { PlanNotices } from './plan-notices.tsx';
import { PlanToolbar } from './plan-toolbar.tsx';
import { PlanTree } from './plan-tree.tsx';
import { useTreeView } from './use-tree-view.ts';

const NARROW = '@media (max-width: 860px)';
const WIDE = '@media (min-width: 1400px)';

const useStyles = makeStyles({
  body: { position: 'relative', flexGrow: 1, flexShrink: 0, flexBasis: '440px' },
  split: {
    position: 'absolute',
    inset: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.6fr) minmax(0, 1fr)',
    gridTemplateRows: 'minmax(0, 1fr)',
    gap: '12px',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'grid', gap: '12px', gridTemplateRows: 'minmax(0, 1fr)', minWidth: 0 },
  withMap: {
    gridTemplateRows: 'minmax(0, 3fr) minmax(0, 2fr)',
    [WIDE]: { gridTemplateRows: 'minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)' },
  },
  splitWithMap: { [WIDE]: { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.5fr)' } },
  sheet: {
    [NARROW]: {
      position: 'fixed',
      insetInline: '8px',
      bottom: '8px',
      height: '56vh',
      zIndex: 10,
      boxShadow: '0 -4px 24px rgb(0 0 0 / 25%)',
      borderRadius: '8px',
    },
  },
  closed: { [NARROW]: { display: 'none' } },
});

/** What a picture beside the tree needs to show and change the chosen place. */
export interface Selection {
  readonly chosen: { readonly type: string; readonly key: string };
  /** Chooses the place with that source key, wherever it is in the tree. */
  readonly onChoose: (key: string) => void;
}

interface Props {
  readonly plan: Plan;
  /** A picture of the floors; left out, the details have the whole side. */
  readonly map?: ((selection: Selection) => ReactNode) | undefined;
}

/** A plan to read before anything happens: counts, what blocks, the tree, and everything about the chosen place. */
export function Preview({ plan, map }: Props) {
  const styles = useStyles();
  const { view, change, press } = useTreeView(plan.tree);
  const [open, setOpen] = useState(false);
  const openSheet = useCallback(() => setOpen(true), []);
  const row = view.rows[view.active];

  const go = (index: number) => change((now) => reveal(now, index));
  const goToKey = useCallback(
    (key: string) =>
      change((now) => {
        const found = now.rows.find((candidate) => candidate.node.key === key);
        return found === undefined ? now : reveal(now, found.index);
      }),
    [change],
  );
  const goToFinding = (finding: Finding) => {
    if (finding.key !== undefined) goToKey(finding.key);
  };

  return (
    <>
      <PlanNotices plan={plan} onFinding={goToFinding} />
      <ActionFilter
        summary={plan.summary}
        picked={view.filter.actions}
        onChange={(actions) => change((now) => applyFilter(now, { ...now.filter, actions }))}
      />
      <PlanToolbar plan={plan} view={view} change={change} />
      <div className={styles.body}>
        <div className={mergeClasses(styles.split, map && styles.splitWithMap)}>
          <AreaBoundary>
            <PlanTree view={view} change={change} press={press} onOpen={openSheet} />
          </AreaBoundary>
          {row !== undefined && (
            <div
              className={mergeClasses(
                styles.side,
                map && styles.withMap,
                styles.sheet,
                !open && styles.closed,
              )}
            >
              {map !== undefined && (
                <AreaBoundary>{map({ chosen: row.node, onChoose: goToKey })}</AreaBoundary>
              )}
              <AreaBoundary>
                <PlaceDetails
                  row={row}
                  path={pathTo(view.rows, row)}
                  onGo={go}
                  onClose={() => setOpen(false)}
                />
              </AreaBoundary>
            </div>
          )}
        </div>
      </div>
    </>
  );
}

function pathTo(rows: readonly PlanRow[], row: PlanRow): PlanRow[] {
  const path: PlanRow[] = [];
  for (let up = rows[row.parent]; up !== undefined; up = rows[up.parent]) path.unshift(up);
  return path;
}
