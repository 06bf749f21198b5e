/** The canary: a tenant whose buildings are switched off takes new places and then shows none of them. */
import { enableBuildingsHandover } from '../core/plan/powershell.ts';
import { ReadFailed } from '../ports/place-directory.ts';
import { needsSignIn } from './needs-sign-in.ts';
import type { RunningRun } from './running-run.ts';
import { english, say } from '../core/model/sentence.ts';

const LOOK_EVERY_MS = 15_000;

/**
 * After a building was created and before anything is put into it: reads the buildings back. When still none is
 * listed after the grace time, the run pauses with the command that switches buildings on, instead of filling a
 * directory that nobody can see (graph-places.md section 8).
 */
export async function checkBuildingsOn(run: RunningRun): Promise<void> {
  const maker = run.steps.find((step) => step.type === 'building' && step.kind === 'create');
  if (maker === undefined || run.stateOf(maker) !== 'done') return;
  const begun = run.steps.some((step) => step !== maker && run.attemptsOf(step) > 0);
  const { clock, graceMs } = run.deps;
  const until = clock.now().getTime() + graceMs;
  while (!begun && run.goOn()) {
    const seen = await readBack(run);
    if (seen === 'listed') return;
    if (clock.now().getTime() >= until || needsSignIn(seen)) return pause(run, seen);
    await run.wait(LOOK_EVERY_MS);
  }
}

/** A read that failed says nothing about the switch. */
async function readBack(run: RunningRun): Promise<'listed' | 'empty' | ReadFailed> {
  try {
    return (await run.directory.readBuildings()).length > 0 ? 'listed' : 'empty';
  } catch (error) {
    if (error instanceof ReadFailed) return error;
    throw error;
  }
}

function pause(run: RunningRun, seen: 'empty' | ReadFailed): void {
  const { command } = enableBuildingsHandover;
  const switchedOff = english(
    say`Buildings are switched off in this tenant. An administrator runs: ${{ command }} Then resume the run.`,
  );
  run.stop ??= { state: 'paused', reason: seen === 'empty' ? switchedOff : seen.message };
}
