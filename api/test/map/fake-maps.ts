/** A Microsoft Places that keeps one map in memory and can be told to misbehave. */
import { unzipSync, strFromU8 } from 'fflate';
import {
  MapRefused,
  type BuildingMaps,
  type CopiedFeature,
  type LiveFeature,
} from '../../src/ports/building-map.ts';

interface Stored extends LiveFeature {
  readonly type: string;
  readonly levelId: string | null;
}

export class FakeMaps implements BuildingMaps {
  readonly calls: string[] = [];
  map: Stored[] | null = null;
  /** What comes back as each upload arrives; missing: it works. */
  readonly answers: ('refused' | 'lost' | 'works')[] = [];
  refusesDryRun = false;
  /** false: links inside the file are ignored for units, sections and fixtures. */
  honoursLinks = true;
  hidden = false;

  ingest(_building: string, zip: Uint8Array, { dryRun }: { readonly dryRun: boolean }): Promise<void> {
    this.calls.push(dryRun ? 'check' : 'upload');
    if (dryRun) return this.refusesDryRun ? Promise.reject(refused('Checking the map')) : Promise.resolve();
    const answer = this.answers.shift() ?? 'works';
    if (answer === 'refused') return Promise.reject(refused('Uploading the map'));
    if (this.map) return Promise.reject(refused('Uploading over a map'));
    this.map = Object.values(unzipSync(zip)).flatMap((bytes) => this.#read(strFromU8(bytes)));
    return answer === 'lost' ? Promise.reject(refused('Uploading the map', false)) : Promise.resolve();
  }

  #read(text: string): Stored[] {
    const { features } = JSON.parse(text) as {
      features: { id: string; feature_type: string; properties: any }[];
    };
    return features.map(({ id, feature_type: type, properties }) => ({
      id,
      type,
      levelId: properties.level_id ?? null,
      placeId: type === 'level' || this.honoursLinks ? (properties.directory_id ?? null) : null,
    }));
  }

  remove(): Promise<boolean> {
    this.calls.push('delete');
    const was = this.map !== null;
    this.map = null;
    return Promise.resolve(was);
  }

  readLevels(): Promise<LiveFeature[] | null> {
    this.calls.push('levels');
    if (this.hidden || !this.map) return Promise.resolve(null);
    return Promise.resolve(this.map.filter(({ type }) => type === 'level'));
  }

  readFeatures(_building: string, levelId: string, layer: string): Promise<LiveFeature[]> {
    this.calls.push(`${layer}s`);
    return Promise.resolve((this.map ?? []).filter((one) => one.type === layer && one.levelId === levelId));
  }

  copy(): Promise<CopiedFeature[] | null> {
    this.calls.push('copy');
    const all = this.map?.map(({ id, type, placeId, levelId }) => ({
      id,
      feature_type: type,
      properties: { directory_id: placeId, level_id: levelId },
    }));
    return Promise.resolve(all ?? null);
  }

  link(_building: string, _level: string, layer: string, id: string, placeId: string): Promise<void> {
    this.calls.push(`link ${layer}`);
    this.map = (this.map ?? []).map((one) => (one.id === id ? { ...one, placeId } : one));
    return Promise.resolve();
  }
}

const refused = (what: string, sure = true) =>
  new MapRefused(
    what,
    {
      status: sure ? 400 : null,
      code: 'BadRequest',
      message: 'DsApiRestClient threw.',
      requestId: 'r-1',
      clientRequestId: null,
    },
    sure,
  );
