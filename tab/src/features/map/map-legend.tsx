import { mergeClasses } from '@fluentui/react-components';
import type { Action } from '#contract';
import { SEVERITIES, type Severity } from '../../shared/severity.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ACTION_TONES, ACTIONS } from '../../shared/ui/action-badge.tsx';
import type { Tone } from '../../shared/ui/pill.tsx';
import type { Drawing } from './drawing.ts';
import { MAP_SIGNS } from './map-signs.ts';
import { useMapStyles } from './map-styles.ts';
import { FINDING_TONES, type Look } from './map-units.tsx';

interface Props {
  readonly drawing: Drawing;
  readonly look: Look;
}

/** What the tints and signs of this floor mean, with their counts, and what Places leaves out. */
export function MapLegend({ drawing, look }: Props) {
  const styles = useMapStyles();
  const { t, n, number } = useText();
  const left = drawing.units.filter((unit) => !unit.shape.drawnByPlaces).length;
  return (
    <div className={styles.legend}>
      {look === 'action' &&
        countedBy(drawing, ({ action }) => action, ACTIONS).map(([action, count]) => (
          <span key={action} className={styles.legendItem}>
            <Swatch tone={ACTION_TONES[action]} sign={MAP_SIGNS[action]} />
            {number(count)} {t(`action.${action}`)}
          </span>
        ))}
      {look === 'finding' &&
        countedBy(drawing, ({ worst }) => worst, SEVERITIES).map(([severity, count]) => (
          <span key={severity} className={styles.legendItem}>
            <Swatch tone={FINDING_TONES[severity]} />
            {number(count)} {t(`severity.${severity}`)}
          </span>
        ))}
      {left > 0 && <span className={styles.legendItem}>{n('map.left', left)}</span>}
    </div>
  );
}

function countedBy<K extends Action | Severity>(
  drawing: Drawing,
  kindOf: (unit: Drawing['units'][number]) => K | undefined,
  order: readonly K[],
): [K, number][] {
  return order
    .map((kind): [K, number] => [kind, drawing.units.filter((unit) => kindOf(unit) === kind).length])
    .filter(([, count]) => count > 0);
}

/** As it is drawn on the floor. */
function Swatch({ tone, sign }: { tone: Tone; sign?: string | undefined }) {
  const styles = useMapStyles();
  return (
    <svg width="22" height="16" aria-hidden>
      <rect x="1.5" y="1.5" width="19" height="13" className={mergeClasses(styles.line, styles[tone])} />
      <text x="11" y="8.5" fontSize="11" strokeWidth="0" className={styles.label}>
        {sign}
      </text>
    </svg>
  );
}
