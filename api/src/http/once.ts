/** One call per `Idempotency-Key`: a repeat gets the first answer, a changed body is refused (C38). */
import { AppError } from '../core/model/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { AnswerStore } from '../ports/stores.ts';
import type { Answer, Gate } from './bind-routes.ts';

export function oncePerKey(answers: AnswerStore, clock: Clock): Gate['once'] {
  return async ({ tenantId, userId }, key, bodyHash, call) => {
    const claim = await answers.claim(tenantId, userId, key, bodyHash, clock.now());
    switch (claim.kind) {
      case 'answer':
        return { status: claim.status, body: claim.body };
      case 'running':
        throw new AppError(
          'conflict',
          'still-running',
          'A request with this Idempotency-Key is still being worked on.',
          { retryAfterMs: 1000 },
        );
      case 'otherBody':
        throw new AppError(
          'input',
          'idempotency-key-reused',
          'This Idempotency-Key was used with another request.',
          {
            hint: 'Send a new key for a new request.',
          },
        );
      case 'claimed':
        return remembered(answers, tenantId, userId, key, call);
    }
  };
}

/** A refusal stores nothing: the key is free again, as nothing was done. */
async function remembered(
  answers: AnswerStore,
  tenant: Parameters<AnswerStore['answer']>[0],
  user: string,
  key: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await call();
  } catch (error) {
    await answers.release(tenant, user, key);
    throw error;
  }
  if (answer !== 'streamed' && 'body' in answer)
    await answers.answer(tenant, user, key, answer.status, answer.body);
  return answer;
}
