/** A feature of an archive as it was sent; only its id is certain. */
export interface Feature {
  readonly id: string;
  /** `unit.geojson#<id>`. */
  readonly path: string;
  readonly geometry: unknown;
  readonly properties: unknown;
}
