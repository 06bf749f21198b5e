/** Each write in the audit log: one entry before a chunk is sent, one per answer (reliability-security.md C20, C42). */
import type { Step } from '../core/plan/plan.ts';
import type { WriteOutcome } from '../ports/place-directory.ts';
import type { RunningRun } from './running-run.ts';

/** That these steps are about to be sent, by their ids: the plan that the run names says what each of them writes. */
export async function recordIntent(run: RunningRun, steps: readonly Step[]): Promise<void> {
  const detail = { planId: run.plan.id, writes: steps.length, steps: steps.map(({ id }) => id).join(' ') };
  await run.record([{ action: 'write.intended', subject: { kind: 'run', id: run.run.id }, detail }]);
}

/** What Microsoft said: ids, status and code, never a message, which may quote a value. */
export async function recordAnswers(
  run: RunningRun,
  answered: readonly { readonly step: Step; readonly answer: WriteOutcome }[],
): Promise<void> {
  await run.record(
    answered.map(({ step, answer }) => ({
      action: 'write.answered',
      subject: { kind: 'place', id: placeOf(step, answer) },
      detail: {
        runId: run.run.id,
        step: step.id,
        attempt: run.attemptsOf(step),
        result: answer.result,
        ...answerOf(answer),
      },
    })),
  );
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
