/** Before the first write of a run: whoever acts has to be somebody who may (F24, graph-places.md section 10). */
import { checkRights, type Rights } from './check-rights.ts';
import type { RunningRun } from './running-run.ts';

/** Where a run is remembered that paused in doubt. */
const DOUBT = 'rights-doubt';

/**
 * Asks once per worker, and only when there is something to write. Without the role the run pauses and names it; in
 * doubt it pauses too, and a person who resumes it has decided for this account. What Microsoft does not say clearly
 * stops nothing: every write is judged by itself anyway.
 */
export async function confirmRights(run: RunningRun): Promise<void> {
  if (run.rightsAsked) return;
  run.rightsAsked = true;
  const { deps, directory } = run;
  const roles = (await deps.tokens.roleTemplates?.(run.run.tenantId, { fresh: true })) ?? null;
  const rights = await checkRights(directory, () => deps.newId(), roles);
  await run.record([
    {
      action: 'rights.checked',
      subject: { kind: 'run', id: run.run.id },
      detail: { state: rights.state },
    },
  ]);
  if (await stopsThe(run, rights)) run.stop ??= { state: 'paused', reason: reasonOf(rights) };
}

async function stopsThe(run: RunningRun, { state }: Rights): Promise<boolean> {
  return state === 'mayNot' || (state === 'doubtful' && !(await wasAccepted(run)));
}

/** Somebody resumed a run that had paused for this account's roles. */
async function wasAccepted({ deps, run }: RunningRun): Promise<boolean> {
  const { settings } = deps.stores;
  const account = (await deps.tokens.account(run.tenantId))?.userId ?? '';
  const before = doubtOf(await settings.load(run.tenantId, DOUBT));
  const accepted = before.account === account && (before.accepted === true || before.runId === run.id);
  await settings.save(run.tenantId, DOUBT, { account, runId: run.id, accepted });
  return accepted;
}

const doubtOf = (stored: unknown): { account?: unknown; runId?: unknown; accepted?: unknown } =>
  typeof stored === 'object' && stored !== null ? stored : {};

const reasonOf = (rights: Rights): string =>
  [
    'detail' in rights ? rights.detail : '',
    'hint' in rights ? rights.hint : '',
    'Nothing was sent; resume the run then.',
  ]
    .filter(Boolean)
    .join(' ');
