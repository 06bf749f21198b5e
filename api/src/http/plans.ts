/** Plans and their runs. */
import type { Response } from 'express';
import type { StartRun } from '../contract/index.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId } from '../core/model/place.ts';
import { cancelRun } from '../engine/cancel-run.ts';
import type { Deps } from '../engine/deps.ts';
import { makePlanFor } from '../engine/make-plan.ts';
import { resumeRun } from '../engine/resume-run.ts';
import { retryRun } from '../engine/retry-run.ts';
import { startRun } from '../engine/start-run.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import { askForSignIn } from './auth/ask-for-sign-in.ts';
import type { Caller, Handlers } from './bind-routes.ts';
import { showPlan, showRun } from './show.ts';

type PlanHandlers = Pick<
  Handlers,
  'createPlan' | 'getPlan' | 'startRun' | 'listRuns' | 'getRun' | 'cancelRun' | 'resumeRun' | 'retryRun'
>;

export function planHandlers(deps: Deps): PlanHandlers {
  const { plans, runs } = deps.stores;
  const theRun = async (caller: Caller, id: string) => {
    const run = await runs.load(caller.tenantId, id);
    if (run) return run;
    throw new AppError('notFound', 'no-such-run', 'There is no run with this id.');
  };
  return {
    createPlan: async ({ caller, params, response }) => {
      const buildingId = params['buildingId'] as BuildingId;
      const { tenantId: tenant, name: by, userId: byId, token } = caller;
      const viewer = { userId: byId, name: by, token };
      const made = makePlanFor(deps, { tenant, buildingId, by, byId, viewer });
      return { status: 201, body: showPlan(await made.catch((error: unknown) => passOn(response, error))) };
    },
    getPlan: async ({ caller, params }) => {
      const plan = await plans.load(caller.tenantId, params['planId'] ?? '');
      if (!plan) throw new AppError('notFound', 'no-such-plan', 'There is no plan with this id.');
      return { status: 200, body: showPlan(plan) };
    },
    startRun: async ({ caller, params, body }) => {
      const { release = [] } = body as StartRun;
      const run = await startRun(deps, {
        tenant: caller.tenantId,
        planId: params['planId'] ?? '',
        release,
        by: person(caller),
      });
      return { status: 202, body: showRun(run) };
    },
    listRuns: async ({ caller, query }) => {
      const building = (query['buildingId'] as BuildingId | undefined) ?? null;
      const page = await runs.list(caller.tenantId, building, query);
      return { status: 200, body: { ...page, items: page.items.map(showRun) } };
    },
    getRun: async ({ caller, params }) => ({
      status: 200,
      body: showRun(await theRun(caller, params['runId'] ?? '')),
    }),
    cancelRun: async ({ caller, params }) => ({
      status: 202,
      body: showRun(
        await cancelRun(deps, { tenant: caller.tenantId, runId: params['runId'] ?? '', by: person(caller) }),
      ),
    }),
    resumeRun: async ({ caller, params }) => ({
      status: 202,
      body: showRun(
        await resumeRun(deps, { tenant: caller.tenantId, runId: params['runId'] ?? '', by: person(caller) }),
      ),
    }),
    retryRun: async ({ caller, params }) => ({
      status: 202,
      body: showRun(
        await retryRun(deps, { tenant: caller.tenantId, runId: params['runId'] ?? '', by: person(caller) }),
      ),
    }),
  };
}

/** Microsoft wants more of the person who looks: the tab takes the claims to the next sign-in and comes back. */
function passOn(response: Response, error: unknown): never {
  const cause = error instanceof AppError ? error.cause : undefined;
  if (!(cause instanceof SignInNeeded) || cause.claims === undefined) throw error;
  const code = `token-${cause.code}`;
  askForSignIn(response, code, cause.claims);
  throw new AppError('permission', code, cause.message, { hint: cause.hint, cause });
}

const person = (caller: Caller) => ({
  userId: caller.userId,
  name: caller.name,
  isAdmin: caller.roles.includes('Places.Admin'),
});
