import type { TenantId } from '../core/model/place.ts';
import type { BuildingMaps, MapMaker } from '../ports/building-map.ts';
import type { Clock } from '../ports/clock.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { PersonalData } from '../ports/personal-data.ts';
import type { PlaceDirectory } from '../ports/place-directory.ts';
import type { SourceReader } from '../ports/source-reader.ts';
import type { JobQueue, Stores } from '../ports/stores.ts';
import type { TokenSource, Viewer } from '../ports/token-source.ts';
import type { WebSource } from '../ports/web-source.ts';
import type { AuditTrail } from './audit-trail.ts';

/** Everything a verb of the engine may reach; `main` builds it once. */
export interface Deps {
  readonly stores: Stores;
  directory(tenant: TenantId): PlaceDirectory;
  /** The same for somebody who waits for the answer: a read that takes too long fails instead; missing: it waits. */
  promptDirectory?(tenant: TenantId): PlaceDirectory;
  /** The same as this person sees it, for reading; missing: everybody looks with the connected account. */
  viewerDirectory?(tenant: TenantId, viewer: Viewer): PlaceDirectory;
  /** Missing: this installation draws no maps. */
  readonly maps?: {
    readonly maker: MapMaker;
    of(tenant: TenantId): BuildingMaps;
    /** For reading by somebody who waits, as this person sees it, or else as the connected account; missing: `of`. */
    shownTo?(tenant: TenantId, viewer: Viewer | undefined): Pick<BuildingMaps, 'readLevels'>;
  };
  readonly tokens: TokenSource;
  readonly sources: SourceReader;
  readonly web: WebSource;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly notifier: Notifier;
  /** What cannot be written here is not done. */
  readonly audit: AuditTrail;
  /** When our own secret or certificate ends; null: nobody said; undefined: it is that of the simulated tenant. */
  readonly credentialEnds?: Date | null | undefined;
  /** How far this machine's clock is ahead of Microsoft's, in milliseconds; null before the first answer. */
  readonly clockAheadMs?: () => number | null;
  /** A new random id. */
  newId(): string;
  /** SHA-256 of the UTF-8 text, as 64 small hexadecimal digits. */
  hash(text: string): string;
  /**
   * How long an unclear create is looked for after it was sent, in milliseconds. Must be longer than the client's
   * time-out, the server's processing and the lag of its lists together (reliability-security.md section 3, step 5).
   */
  readonly graceMs: number;
  /** Rows that name people; missing: nothing but the audit log is asked. */
  readonly personal?: PersonalData;
  /** Takes a person out of the conversations of the bot. @returns how many there were */
  readonly forgetInChat?: (tenant: TenantId, userId: string) => Promise<number>;
  /** Most runs of one building that may be started within an hour (C39); missing: any number. */
  readonly startsPerHour?: number;
  /** Tells the log what went wrong beside a run, for example a report that could not be posted. */
  warn(what: string, error: unknown): void;
}
