/** Who looks at Microsoft Places for a preview: the person who asks, as far as Microsoft lets them. */
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import type { LiveBuilding } from '../core/plan/plan.ts';
import { ReadFailed, type PlaceDirectory } from '../ports/place-directory.ts';
import type { ReadAs } from '../ports/stores.ts';
import { SignInNeeded, type Viewer } from '../ports/token-source.ts';
import type { Deps } from './deps.ts';

/** What Microsoft has against this very person: nobody else may look for them then. */
const ABOUT_THE_PERSON = new Set([
  'account-disabled',
  'refresh-revoked',
  'claims-challenge',
  'not-assigned',
  'sign-in-outdated',
  'wrong-tenant',
]);

/** A live reading, and with whose rights it was made. */
interface Reading {
  readonly live: LiveBuilding;
  readonly readAs: ReadAs;
}

/**
 * Reads with the rights of the person who asks. The connected account looks instead when there is no token of theirs
 * (chat), consent for reading is missing, they have no role that shows places, or the sign-in service is away.
 * @throws AppError `permission` with the SignInNeeded as its cause when Microsoft refuses the person
 */
export async function readAsViewer(
  deps: Deps,
  tenant: TenantId,
  viewer: Viewer | undefined,
  read: (directory: PlaceDirectory) => Promise<LiveBuilding>,
): Promise<Reading> {
  const asAccount = async (why: string | undefined): Promise<Reading> => {
    const name = (await deps.tokens.account(tenant))?.name ?? '';
    const readAs: ReadAs = { who: 'connectedAccount', name, ...(why === undefined ? {} : { why }) };
    return { live: await read((deps.promptDirectory ?? deps.directory)(tenant)), readAs };
  };
  if (viewer === undefined) return asAccount('no-token');
  if (!deps.viewerDirectory || !deps.tokens.viewerToken) return asAccount(undefined);
  const why = await deps.tokens.viewerToken(tenant, viewer).then(() => null, whyNot);
  if (why !== null) return asAccount(why);
  const theirs = noting403(deps.viewerDirectory(tenant, viewer));
  const live = await read(theirs.directory);
  return theirs.refused() ? asAccount('no-role') : { live, readAs: { who: 'viewer', name: viewer.name } };
}

function whyNot(error: unknown): string {
  if (error instanceof AppError && error.kind === 'transient') return error.code;
  if (!(error instanceof SignInNeeded)) throw error;
  if (!ABOUT_THE_PERSON.has(error.code)) return error.code;
  throw new AppError('permission', error.code, error.message, { hint: error.hint, cause: error });
}

/** A reading never throws what Microsoft said; whether it was "you may not" is noted on the way. */
function noting403(directory: PlaceDirectory): { directory: PlaceDirectory; refused: () => boolean } {
  let refused = false;
  const note = (error: unknown): never => {
    refused ||= error instanceof ReadFailed && error.error.status === 403;
    throw error;
  };
  return {
    directory: {
      readBuildings: () => directory.readBuildings().catch(note),
      readBelow: (...asked) => directory.readBelow(...asked).catch(note),
      readBookable: (types) => directory.readBookable(types).catch(note),
      readPlace: (id) => directory.readPlace(id).catch(note),
      readDescendants: (...asked) => directory.readDescendants(...asked).catch(note),
      write: () => Promise.reject(new AppError('bug', 'viewer-writes', 'A person who looks never writes.')),
    },
    refused: () => refused,
  };
}
