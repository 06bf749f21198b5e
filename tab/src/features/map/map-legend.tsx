import type { Action } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ACTION_ICONS, ACTIONS } from '../../shared/ui/action-badge.tsx';
import type { Drawing } from './drawing.ts';
import { useMapStyles } from './map-styles.ts';

/** What is on this floor: actions with their counts, and what Places leaves out. */
export function MapLegend({ drawing }: { drawing: Drawing }) {
  const styles = useMapStyles();
  const { t, n, number } = useText();
  const counts = new Map<Action, number>();
  for (const { action } of drawing.units)
    if (action !== undefined) counts.set(action, (counts.get(action) ?? 0) + 1);
  const left = drawing.units.filter((unit) => !unit.shape.drawnByPlaces).length;
  return (
    <div className={styles.legend}>
      {ACTIONS.filter((action) => counts.has(action)).map((action) => {
        const Icon = ACTION_ICONS[action];
        return (
          <span key={action} className={styles.legendItem}>
            <Icon aria-hidden />
            {number(counts.get(action) ?? 0)} {t(`action.${action}`)}
          </span>
        );
      })}
      {left > 0 && <span className={styles.legendItem}>{n('map.left', left)}</span>}
    </div>
  );
}
