import type { PlaceRef, PlaceType } from '../model/place.ts';

/** A map by {@link PlaceRef} that builds no text keys. */
export class RefMap<T> {
  readonly #byType = new Map<PlaceType, Map<string, T>>();

  get({ type, key }: PlaceRef): T | undefined {
    return this.#byType.get(type)?.get(key);
  }

  set({ type, key }: PlaceRef, value: T): void {
    let keys = this.#byType.get(type);
    if (!keys) {
      keys = new Map();
      this.#byType.set(type, keys);
    }
    keys.set(key, value);
  }
}
