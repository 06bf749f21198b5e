/** Everything the sign-in service remembers, kept in one file so that tokens survive a restart. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedPeople, type Person } from './people.ts';

/** A certificate that one application may sign in with. */
export interface RegisteredCertificate {
  readonly applicationId: string;
  readonly thumbprint: string;
  readonly publicKeyPem: string;
}

/** What can be wrong with an app registration. */
interface AppState {
  secretExpired: boolean;
  disabled: boolean;
  /** Admin consent for the permissions of {@link PERMISSIONS}. */
  consented: boolean;
  /** Admin consent for {@link READ_PERMISSION} by itself; given with the others as long as nobody took it back. */
  readConsented?: boolean;
  /** Consent for the tab to know who asks (`access_as_user`); given as long as nobody took it back. */
  tabConsented?: boolean;
  /** Thumbprints are SHA-256, hexadecimal in small letters. */
  certificates: RegisteredCertificate[];
}

/** Delegated Graph permissions of the app registration (graph-places.md section 10). */
export const PERMISSIONS: readonly string[] = ['Place.ReadWrite.All', 'Place.Read.All', 'User.Read'];

/** What a person who only looks is asked for. */
export const READ_PERMISSION = 'Place.Read.All';

interface Saved {
  readonly people: Person[];
  readonly app: AppState;
  readonly skewSeconds: number;
}

/** People, consent, the state of the app and the service's own clock; `save` after every change. */
export interface Directory {
  readonly people: People;
  readonly app: AppState;
  /** The service's clock: the machine's plus the skew that was asked for. */
  now(): Date;
  setSkew(seconds: number): void;
  save(): void;
  /** Back to the seed; signing keys stay. */
  reset(): void;
}

/** The people, to look up and to list. */
export interface People {
  all(): readonly Person[];
  /** By short name, object id or user principal name; deleted people are still found, with `deleted` set. */
  find(id: string): Person | undefined;
}

/** @param stateDir null keeps everything in memory */
export function openDirectory(options: {
  tenantId: string;
  stateDir: string | null;
  now: () => Date;
}): Directory {
  const file = options.stateDir === null ? null : join(options.stateDir, 'sign-in.json');
  const seed = (): Saved => ({
    people: seedPeople(options.tenantId),
    app: { secretExpired: false, disabled: false, consented: true, certificates: [] },
    skewSeconds: 0,
  });
  const state = { ...(readJson<Saved>(file) ?? seed()) };
  const save = (): void => writeJson(file, state);
  const find = (id: string): Person | undefined => {
    const wanted = id.toLowerCase();
    return state.people.find((each) => [each.user, each.oid, each.upn].includes(wanted));
  };
  return {
    people: { all: () => state.people, find },
    get app() {
      return state.app;
    },
    now: () => new Date(options.now().getTime() + state.skewSeconds * 1000),
    setSkew(seconds) {
      state.skewSeconds = seconds;
      save();
    },
    save,
    reset() {
      Object.assign(state, seed());
      save();
    },
  };
}

/** A JSON file of ours, or null when there is none yet. */
export function readJson<T>(file: string | null): T | null {
  if (file === null) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside and renamed, so that a kill never leaves half a file; readable by the owner only. */
export function writeJson(file: string | null, value: unknown): void {
  if (file === null) return;
  mkdirSync(join(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify(value, null, 1), { mode: 0o600 });
  renameSync(draft, file);
}
