import { mergeClasses } from '@fluentui/react-components';
import { memo, type KeyboardEvent } from 'react';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ACTION_TONES } from '../../shared/ui/action-badge.tsx';
import type { Tone } from '../../shared/ui/pill.tsx';
import { nextUnit, type Direction, type Drawing, type Unit } from './drawing.ts';
import { useMapStyles } from './map-styles.ts';

/** Tinted by what the plan does, by what is wrong, or plain and only with what Microsoft Places will draw. */
export type Look = 'action' | 'finding' | 'places';

/** How a place with that finding is tinted. */
export const FINDING_TONES: Readonly<Record<'error' | 'warning' | 'info', Tone>> = {
  error: 'danger',
  warning: 'warn',
  info: 'quiet',
};

function toneOf(unit: Unit, look: Look): Tone {
  if (look === 'places') return 'quiet';
  if (look === 'finding') return unit.worst === undefined ? 'quiet' : FINDING_TONES[unit.worst];
  return unit.action === undefined ? 'quiet' : ACTION_TONES[unit.action];
}

interface Props {
  readonly drawing: Drawing;
  readonly look: Look;
  readonly chosen: string;
  readonly onChoose: (unit: Unit) => void;
}

/** Every room and desk; one tab stop, arrow keys walk to the neighbour in that direction. */
export const MapUnits = memo(function MapUnits({ drawing, look, chosen, onChoose }: Props) {
  const units = look === 'places' ? drawing.units.filter((unit) => unit.shape.drawnByPlaces) : drawing.units;
  const stop = units.find((unit) => unit.id === chosen) ?? units[0];

  function onKeyDown(event: KeyboardEvent<SVGPathElement>, unit: Unit) {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return onChoose(unit);
    }
    if (!event.key.startsWith('Arrow')) return;
    const next = nextUnit(units, unit, event.key as Direction);
    event.preventDefault();
    if (next === undefined) return;
    onChoose(next);
    const paths = [...(event.currentTarget.parentElement?.children ?? [])] as SVGPathElement[];
    paths.find((path) => path.dataset['unit'] === next.id)?.focus();
  }

  return (
    <g>
      {units.map((unit) => (
        <UnitPath
          key={unit.shape.id}
          unit={unit}
          tone={toneOf(unit, look)}
          chosen={unit.id === chosen}
          stop={unit === stop}
          onChoose={onChoose}
          onKeyDown={onKeyDown}
        />
      ))}
    </g>
  );
});

interface UnitProps {
  readonly unit: Unit;
  readonly tone: Tone;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly onChoose: (unit: Unit) => void;
  readonly onKeyDown: (event: KeyboardEvent<SVGPathElement>, unit: Unit) => void;
}

function UnitPath({ unit, tone, chosen, stop, onChoose, onKeyDown }: UnitProps) {
  const styles = useMapStyles();
  const words = useUnitWords();
  const { shape } = unit;
  return (
    <path
      d={unit.path}
      role="button"
      data-unit={unit.id}
      aria-label={words(unit)}
      aria-pressed={chosen}
      tabIndex={stop ? 0 : -1}
      className={mergeClasses(
        styles.unit,
        styles[tone],
        shape.kind === 'section' && styles.section,
        !shape.drawnByPlaces && styles.notDrawn,
        chosen && styles.chosen,
      )}
      onClick={() => onChoose(unit)}
      onKeyDown={(event) => onKeyDown(event, unit)}
    />
  );
}

/** What a screen reader says of a shape. */
function useUnitWords() {
  const { t, word, n } = useText();
  return ({ shape, action }: Unit) =>
    [
      shape.name ?? shape.category,
      word('type', shape.kind),
      action && t(`action.${action}`),
      shape.findings.length > 0 && n('map.findings', shape.findings.length),
      !shape.drawnByPlaces && t('map.notDrawn'),
    ]
      .filter(Boolean)
      .join(', ');
}
