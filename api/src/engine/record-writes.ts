/** Each write in the audit log: one line before a chunk is sent, one per answer (reliability-security.md C20, C42). */
import type { Step } from '../core/plan/plan.ts';
import type { WriteOutcome } from '../ports/place-directory.ts';
import type { RunningRun, RunRecord } from './running-run.ts';

/** That these steps are about to be sent, by their ids: the plan that the run names says what each of them writes. */
export function intentRecord(run: RunningRun, steps: readonly Step[]): RunRecord {
  const detail = { planId: run.plan.id, writes: steps.length, steps: steps.map(({ id }) => id).join(' ') };
  return { action: 'write.intended', subject: { kind: 'run', id: run.run.id }, detail };
}

/** What Microsoft said: ids, status and code, never a message, which may quote a value. */
export function answerRecord(run: RunningRun, step: Step, answer: WriteOutcome): RunRecord {
  return {
    action: 'write.answered',
    subject: { kind: 'place', id: placeOf(step, answer) },
    detail: {
      runId: run.run.id,
      step: step.id,
      attempt: run.attemptsOf(step),
      result: answer.result,
      ...answerOf(answer),
    },
  };
}

/** The id in Microsoft Places where there is one, else that of the step. */
function placeOf(step: Step, answer: WriteOutcome): string {
  const made = answer.result === 'done' ? answer.place?.placeId : undefined;
  return made ?? step.placeId ?? step.id;
}

function answerOf(answer: WriteOutcome): Readonly<Record<string, string | number | null>> {
  if (answer.result === 'done') return { requestId: answer.requestId };
  const { status, code, requestId } = answer.error;
  return { status, code, requestId };
}
