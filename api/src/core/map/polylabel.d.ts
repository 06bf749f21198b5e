/** polylabel ships without types. */
declare module 'polylabel' {
  /** @returns the point farthest inside the polygon, `distance` from its edge */
  export default function polylabel(
    polygon: readonly (readonly (readonly [number, number])[])[],
    precision?: number,
  ): [number, number] & { distance: number };
}
