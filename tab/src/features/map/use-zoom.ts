import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior } from 'd3-zoom';
import { useCallback, useEffect, useRef, useState } from 'react';

const MOST = 40;
const STEP = 1.6;

/**
 * Pan and zoom of a drawing. The transform is written straight to the group, so that panning over a thousand shapes
 * renders nothing anew; `scale` follows only when a gesture ends, for what depends on it (labels). `size` is the
 * picture's width and height in CSS pixels, zeros before it is known.
 */
export function useZoom() {
  const svg = useRef<SVGSVGElement>(null);
  const group = useRef<SVGGElement>(null);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const [scale, setScale] = useState(1);
  const [size, setSize] = useState<readonly [number, number]>([0, 0]);

  useEffect(() => {
    if (svg.current === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize([entry.contentRect.width, entry.contentRect.height]);
    });
    watch.observe(svg.current);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    if (svg.current === null) return;
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([1, MOST])
      .on('zoom', (event: { transform: { toString(): string } }) =>
        group.current?.setAttribute('transform', event.transform.toString()),
      )
      .on('end', (event: { transform: { k: number } }) => setScale(event.transform.k));
    behaviour.current = zooming;
    const selection = select(svg.current).call(zooming);
    return () => void selection.on('.zoom', null);
  }, []);

  const act = useCallback(
    (run: (zooming: ZoomBehavior<SVGSVGElement, unknown>, on: SVGSVGElement) => void) => {
      if (behaviour.current !== null && svg.current !== null) run(behaviour.current, svg.current);
    },
    [],
  );
  const zoomIn = useCallback(
    () => act((zooming, on) => select(on).call(zooming.scaleBy.bind(zooming), STEP)),
    [act],
  );
  const zoomOut = useCallback(
    () => act((zooming, on) => select(on).call(zooming.scaleBy.bind(zooming), 1 / STEP)),
    [act],
  );
  const fit = useCallback(
    () => act((zooming, on) => select(on).call(zooming.transform.bind(zooming), zoomIdentity)),
    [act],
  );
  return { svg, group, scale, size, zoomIn, zoomOut, fit };
}
