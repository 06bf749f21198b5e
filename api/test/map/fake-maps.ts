/** A Microsoft Places that keeps one map in memory and can be told to misbehave. */
import { unzipSync, strFromU8 } from 'fflate';
import type { MapFeature } from '../../src/core/map/map-feature.ts';
import { callFailed, type MapCall } from '../../src/core/map/map-words.ts';
import {
  MapRefused,
  MapWaits,
  type BuildingMaps,
  type CopiedFeature,
  type FeatureAddress,
  type LiveFeature,
} from '../../src/ports/building-map.ts';

interface Stored extends LiveFeature {
  readonly feature: MapFeature;
}

type Reply = 'refused' | 'lost' | 'waits' | 'works';

export class FakeMaps implements BuildingMaps {
  readonly calls: string[] = [];
  /** Uploads that took place, as the features of each. */
  readonly uploads: (readonly MapFeature[])[] = [];
  map: Stored[] | null = null;
  /** What comes back as each upload arrives; missing: it works. */
  readonly answers: Reply[] = [];
  /** What comes back as each single change arrives. */
  readonly singleAnswers: Reply[] = [];
  refusesDryRun = false;
  /** Packages that it takes in the check only. */
  refused: (features: readonly MapFeature[]) => boolean = () => false;
  /** false: links inside the file are ignored for units, sections and fixtures. */
  honoursLinks = true;
  hidden = false;
  /** What a read of the levels fails with. */
  unreadable: Error | null = null;

  ingest(_building: string, zip: Uint8Array, { dryRun }: { readonly dryRun: boolean }): Promise<void> {
    this.calls.push(dryRun ? 'check' : 'upload');
    if (dryRun) return this.refusesDryRun ? Promise.reject(refused('check')) : Promise.resolve();
    const answer = this.answers.shift() ?? 'works';
    if (answer === 'waits') return Promise.reject(waits('upload'));
    if (answer === 'refused') return Promise.reject(refused('upload'));
    if (this.map) return Promise.reject(refused('upload', 409));
    const features = featuresOf(zip);
    if (this.refused(features)) return Promise.reject(refused('upload'));
    this.uploads.push(features);
    this.map = features.map((feature) => this.#stored(feature));
    return answer === 'lost' ? Promise.reject(refused('upload', null)) : Promise.resolve();
  }

  #stored(feature: MapFeature): Stored {
    const { id, feature_type: type, properties } = feature;
    const honoured = type === 'level' || type === 'building' || this.honoursLinks;
    return { id, feature, placeId: honoured ? ((properties['directory_id'] as string) ?? null) : null };
  }

  remove(): Promise<boolean> {
    this.calls.push('delete');
    const was = this.map !== null;
    this.map = null;
    return Promise.resolve(was);
  }

  readLevels(): Promise<LiveFeature[] | null> {
    this.calls.push('levels');
    if (this.unreadable) return Promise.reject(this.unreadable);
    return Promise.resolve(this.#shown()?.filter(({ feature }) => feature.feature_type === 'level') ?? null);
  }

  #shown(): Stored[] | null {
    return this.hidden ? null : this.map;
  }

  readFeatures(_building: string, levelId: string, layer: string): Promise<LiveFeature[]> {
    this.calls.push(`${layer}s`);
    return Promise.resolve(
      (this.#shown() ?? []).filter(
        ({ feature }) => feature.feature_type === layer && feature.properties['level_id'] === levelId,
      ),
    );
  }

  copy(): Promise<CopiedFeature[] | null> {
    this.calls.push('copy');
    const all = this.#shown()?.map(({ feature, placeId }) => ({
      ...feature,
      properties: { ...feature.properties, directory_id: placeId },
    }));
    return Promise.resolve(all ?? null);
  }

  link(_building: string, _level: string, layer: string, id: string, placeId: string): Promise<void> {
    this.calls.push(`link ${layer}`);
    this.map = (this.map ?? []).map((one) => (one.id === id ? { ...one, placeId } : one));
    return Promise.resolve();
  }

  put(
    _building: string,
    { layer, id }: FeatureAddress,
    feature: MapFeature,
    placeId: string | null | undefined,
  ): Promise<void> {
    this.calls.push(`put ${layer}`);
    return this.#single(() => {
      const map = this.map ?? [];
      const old = map.find((one) => one.id === id);
      const now = { id, feature, placeId: placeId === undefined ? (old?.placeId ?? null) : placeId };
      this.map = old ? map.map((one) => (one === old ? now : one)) : [...map, now];
    });
  }

  drop(_building: string, { layer, id }: FeatureAddress): Promise<void> {
    this.calls.push(`drop ${layer}`);
    return this.#single(() => (this.map = (this.map ?? []).filter((one) => one.id !== id)));
  }

  #single(change: () => void): Promise<void> {
    if (this.map === null) return Promise.reject(refused('change', 404));
    const answer = this.singleAnswers.shift() ?? 'works';
    if (answer === 'refused') return Promise.reject(refused('change'));
    change();
    return answer === 'lost' ? Promise.reject(refused('change', null)) : Promise.resolve();
  }

  /** What is there, in an order that does not depend on how it came. */
  get features(): readonly MapFeature[] {
    return sorted((this.map ?? []).map(({ feature }) => feature));
  }
}

export const featuresOf = (zip: Uint8Array): MapFeature[] =>
  Object.values(unzipSync(zip)).flatMap(
    (bytes) => (JSON.parse(strFromU8(bytes)) as { features: MapFeature[] }).features,
  );

export const sorted = (features: readonly MapFeature[]): readonly MapFeature[] =>
  features.toSorted((a, b) => (a.id < b.id ? -1 : 1));

const waits = (call: MapCall) => {
  const { error, said } = refused(call, 429);
  return new MapWaits(said, error, 20 * 60_000);
};

/** What Microsoft says when it does not take a call. */
export const refused = (call: MapCall, status: number | null = 400) => {
  const error = {
    status,
    code: 'BadRequest',
    message: 'DsApiRestClient threw.',
    requestId: 'r-1',
    clientRequestId: null,
  };
  return new MapRefused(callFailed(call, error), error, status !== null);
};
