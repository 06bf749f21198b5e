import { Button, mergeClasses, Select, Text } from '@fluentui/react-components';
import { ZoomFitRegular } from '@fluentui/react-icons/svg/zoom-fit';
import { ZoomInRegular } from '@fluentui/react-icons/svg/zoom-in';
import { ZoomOutRegular } from '@fluentui/react-icons/svg/zoom-out';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Action, BuildingMap, MapFloor } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { drawFloor, floorOf, type Drawing, type Unit } from './drawing.ts';
import { MapLabels } from './map-labels.tsx';
import { MapLegend } from './map-legend.tsx';
import { useMapStyles } from './map-styles.ts';
import { MapUnits, type Look } from './map-units.tsx';
import { useZoom } from './use-zoom.ts';

interface Props {
  readonly map: BuildingMap;
  /** What the plan on screen does, by `type:key`. */
  readonly actions: ReadonlyMap<string, Action>;
  /** `type:key` of the chosen place. */
  readonly chosen: string;
  /** A shape was chosen that stands for a place. */
  readonly onChoose: (key: string) => void;
}

/** The floors of a building as drawn, tinted by what the plan does or by what is wrong. */
export function FloorMap({ map, actions, chosen, onChoose }: Props) {
  const styles = useMapStyles();
  const { t } = useText();
  const [look, setLook] = useState<Look>('action');
  const [floor, pickFloor] = useFloor(map.floors, chosen);
  const drawing = useMemo(() => floor && drawFloor(floor, actions), [floor, actions]);
  const choose = useCallback(
    (unit: Unit) => {
      if (unit.shape.key !== undefined) onChoose(unit.shape.key);
    },
    [onChoose],
  );
  if (floor === undefined || drawing === undefined) return <Text>{t('map.none')}</Text>;
  return (
    <section className={styles.frame} aria-label={t('map.title')}>
      <div className={styles.bar}>
        <Select
          size="small"
          aria-label={t('map.floor')}
          value={floor.key}
          onChange={(_event, data) => pickFloor(data.value)}
        >
          {map.floors.map((one) => (
            <option key={one.key} value={one.key}>
              {one.name}
            </option>
          ))}
        </Select>
        <Select
          size="small"
          aria-label={t('map.tint')}
          value={look}
          onChange={(_event, data) => setLook(data.value as Look)}
        >
          <option value="action">{t('map.byAction')}</option>
          <option value="finding">{t('map.byFinding')}</option>
          <option value="places">{t('map.asPlaces')}</option>
        </Select>
      </div>
      <Picture key={floor.key} drawing={drawing}>
        {(pixels) => (
          <>
            <MapUnits drawing={drawing} look={look} chosen={chosen} onChoose={choose} />
            <MapLabels drawing={drawing} pixels={pixels} asPlaces={look === 'places'} />
          </>
        )}
      </Picture>
      <MapLegend drawing={drawing} look={look} />
    </section>
  );
}

/** The floor of the chosen place, until a person picks another one; that holds until another place is chosen. */
function useFloor(floors: readonly MapFloor[], chosen: string) {
  const [picked, setPicked] = useState<{ key: string; chosen: string }>();
  const home = useMemo(() => floorOf(floors, chosen), [floors, chosen]);
  const byHand = floors.find((floor) => floor.key === picked?.key);
  const floor = (picked?.chosen === chosen ? byHand : undefined) ?? home ?? byHand ?? floors[0];
  return [floor, (key: string) => setPicked({ key, chosen })] as const;
}

function Picture({ drawing, children }: { drawing: Drawing; children: (pixels: number) => ReactNode }) {
  const styles = useMapStyles();
  const { t } = useText();
  const { svg, group, scale, size, zoomIn, zoomOut, fit } = useZoom();
  const pixels = Math.min(size[0] / drawing.box[2], size[1] / drawing.box[3]) * scale;
  return (
    <div className={styles.picture}>
      <div className={styles.zoom}>
        <Button
          size="small"
          appearance="subtle"
          icon={<ZoomInRegular />}
          aria-label={t('map.zoomIn')}
          onClick={zoomIn}
        />
        <Button
          size="small"
          appearance="subtle"
          icon={<ZoomOutRegular />}
          aria-label={t('map.zoomOut')}
          onClick={zoomOut}
        />
        <Button
          size="small"
          appearance="subtle"
          icon={<ZoomFitRegular />}
          aria-label={t('map.fit')}
          onClick={fit}
        />
      </div>
      <svg
        ref={svg}
        className={styles.svg}
        viewBox={drawing.box.join(' ')}
        role="group"
        aria-label={`${t('map.title')}. ${t('map.keys')}.`}
      >
        <g ref={group}>
          {drawing.backdrop.map(({ kind, path }) => (
            <path key={kind} d={path} className={mergeClasses(styles.line, styles[kind])} />
          ))}
          {children(pixels)}
        </g>
      </svg>
    </div>
  );
}
