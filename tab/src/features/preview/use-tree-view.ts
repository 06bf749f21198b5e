import { useCallback, useRef, useState } from 'react';
import type { PlanNode } from '#contract';
import { planRows } from './model/plan-rows.ts';
import { pressKey, typeAhead } from './model/tree-keys.ts';
import { openPlan, type TreeView } from './model/tree-view.ts';

/** Pause after which typing begins a new word, as in file lists. */
const WORD_PAUSE_MS = 700;

/** The tree of a plan with everything a person does to it. */
export function useTreeView(tree: PlanNode) {
  const [view, setView] = useState<TreeView>(() => openPlan(planRows(tree)));
  const typed = useRef({ word: '', at: 0 });

  /** Applies a pure step to the view. */
  const change = useCallback((step: (view: TreeView) => TreeView) => setView(step), []);

  /** Handles a key of the tree; false when it is none of the tree's keys. */
  const press = useCallback(
    (key: string, at: number): boolean => {
      const next = pressKey(view, key);
      if (next !== undefined) {
        setView(next);
        return true;
      }
      if (key.length !== 1 || key === ' ') return false;
      const word = at - typed.current.at > WORD_PAUSE_MS ? key : typed.current.word + key;
      typed.current = { word, at };
      setView(typeAhead(view, word));
      return true;
    },
    [view],
  );

  return { view, change, press };
}
