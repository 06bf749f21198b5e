import { memo } from 'react';
import type { Drawing } from './drawing.ts';
import { MAP_SIGNS } from './map-signs.ts';
import { useMapStyles } from './map-styles.ts';

const FONT_PX = 11;
/** Mean width of a letter in the size of the font. */
const LETTER = 0.68;

interface Props {
  readonly drawing: Drawing;
  /** CSS pixels per metre at the present zoom. */
  readonly pixels: number;
  readonly asPlaces: boolean;
}

/** Names where they fit, and a mark on every shape with a geometry fault or another error. */
export const MapLabels = memo(function MapLabels({ drawing, pixels, asPlaces }: Props) {
  const styles = useMapStyles();
  if (pixels === 0) return null;
  const size = FONT_PX / pixels;
  const units = asPlaces ? drawing.units.filter((unit) => unit.shape.drawnByPlaces) : drawing.units;
  return (
    <g aria-hidden>
      {units.map((unit) => {
        const name = unit.shape.name;
        if (name === undefined || unit.shape.kind === 'section') return null;
        const words = [MAP_SIGNS[unit.action ?? 'skip'], name].filter(Boolean).join(' ');
        if (words.length * LETTER * FONT_PX > unit.width * pixels) return null;
        return (
          <text
            key={unit.shape.id}
            className={styles.label}
            x={unit.center[0]}
            y={unit.center[1]}
            fontSize={size}
            strokeWidth={size / 4}
          >
            {words}
          </text>
        );
      })}
      {units
        .filter((unit) => unit.worst === 'error' || unit.worst === 'warning')
        .map((unit) => (
          <g key={unit.shape.id} transform={`translate(${unit.center[0]} ${unit.center[1] - size * 1.3})`}>
            <circle className={styles.fault} r={size * 0.65} />
            <text className={styles.faultMark} fontSize={size}>
              !
            </text>
          </g>
        ))}
    </g>
  );
});
