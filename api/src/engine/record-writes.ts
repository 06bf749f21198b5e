/** Each write in the audit log: one entry before a chunk is sent, one per answer (reliability-security.md C20, C42). */
import type { Step } from '../core/plan/plan.ts';
import type { WriteOutcome } from '../ports/place-directory.ts';
import type { RunningRun } from './running-run.ts';

/** That these steps are about to be sent, by their ids: the plan that the run names says what each of them writes. */
export async function recordIntent(run: RunningRun, steps: readonly Step[]): Promise<void> {
  const detail = { planId: run.plan.id, writes: steps.length, steps: steps.map(({ id }) => id).join(' ') };
  await run.record([{ action: 'write.intended', subject: { kind: 'run', id: run.run.id }, detail }]);
}

export interface Answered {
  readonly step: Step;
  readonly answer: WriteOutcome;
}

/**
 * Records answers while the next writes are on their way: the journal has them already, so nobody has to wait. After a
 * failure nothing more is sent.
 */
export class AnswerRecords {
  readonly #run: RunningRun;
  #all: Promise<void> = Promise.resolve();
  #failure: { readonly cause: unknown } | undefined;

  constructor(run: RunningRun) {
    this.#run = run;
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  add(answered: readonly Answered[]): void {
    const recorded = recordAnswers(this.#run, answered).catch((cause: unknown) => {
      this.#failure ??= { cause };
    });
    this.#all = Promise.all([this.#all, recorded]).then(() => undefined);
  }

  /** Once every answer is recorded. @throws what the database threw */
  async done(): Promise<void> {
    await this.#all;
    if (this.#failure) throw this.#failure.cause;
  }
}

/** What Microsoft said: ids, status and code, never a message, which may quote a value. */
async function recordAnswers(run: RunningRun, answered: readonly Answered[]): Promise<void> {
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
