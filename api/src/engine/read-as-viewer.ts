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

const NO_ROLE = 'no-role';

/** A live reading, and with whose rights it was made. */
interface Reading {
  readonly live: LiveBuilding;
  readonly readAs: ReadAs;
}

/**
 * Reads with the rights of the person who asks. The connected account looks instead when there is no token of theirs
 * (chat), consent for reading is missing, Microsoft shows them no places, or the sign-in service is away.
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
  const theirs = asSeenBy(
    deps.viewerDirectory(tenant, viewer),
    (deps.promptDirectory ?? deps.directory)(tenant),
  );
  const live = await read(theirs.directory);
  const refused = theirs.whyNot();
  return refused === undefined ? { live, readAs: { who: 'viewer', name: viewer.name } } : asAccount(refused);
}

function whyNot(error: unknown): string {
  if (error instanceof AppError && error.kind === 'transient') return error.code;
  if (!(error instanceof SignInNeeded)) throw error;
  if (!ABOUT_THE_PERSON.has(error.code)) return error.code;
  throw new AppError('permission', error.code, error.message, { hint: error.hint, cause: error });
}

/**
 * A reading never throws what Microsoft said of the person; that is noted on the way. An end of their session is thrown.
 * @param account sees everything: only with it "nothing there" and "nothing for you" can be told apart
 */
function asSeenBy(
  directory: PlaceDirectory,
  account: PlaceDirectory,
): { directory: PlaceDirectory; whyNot: () => string | undefined } {
  let why: string | undefined;
  const note = (error: unknown): never => {
    if (error instanceof ReadFailed) {
      if (error.cause instanceof SignInNeeded) why = whyNot(error.cause);
      else if (error.error.status === 403) why = NO_ROLE;
    }
    throw error;
  };
  const readBuildings = async () => {
    const seen = await directory.readBuildings();
    if (seen.length === 0 && (await seesBuildings(account))) throw showsNothing();
    return seen;
  };
  return {
    directory: {
      readBuildings: () => readBuildings().catch(note),
      readBelow: (...asked) => directory.readBelow(...asked).catch(note),
      readBookable: (types) => directory.readBookable(types).catch(note),
      readPlace: (id) => directory.readPlace(id).catch(note),
      readDescendants: (...asked) => directory.readDescendants(...asked).catch(note),
      write: () => Promise.reject(new AppError('bug', 'viewer-writes', 'A person who looks never writes.')),
    },
    whyNot: () => why,
  };
}

async function seesBuildings(account: PlaceDirectory): Promise<boolean> {
  try {
    return (await account.readBuildings()).length > 0;
  } catch (error) {
    if (error instanceof ReadFailed) return false;
    throw error;
  }
}

/** Empty lists are how some answer who may not look. */
const showsNothing = (): ReadFailed =>
  new ReadFailed('every building', {
    status: 403,
    code: NO_ROLE,
    message: 'Microsoft shows no places to the person who asked.',
    requestId: null,
    clientRequestId: null,
  });
