import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plan, Run } from '#contract';
import { newIdempotencyKey } from '../../shared/api-client/api-client.ts';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { refreshAfterRun } from '../../shared/api-client/queries.ts';
import { navigate } from '../../shared/route.ts';

/**
 * Starts a run of a plan. The idempotency key stays the same over repeats of the same start, so that a lost answer
 * never starts two runs; another choice of released guards is another start.
 */
export function useStartRun(plan: Plan) {
  const api = useApi();
  const queries = useQueryClient();
  const [released, setReleased] = useState<readonly string[]>([]);
  const [key, setKey] = useState(newIdempotencyKey);

  const start = useMutation({
    mutationFn: () =>
      api.json<Run>(`/api/plans/${encodeURIComponent(plan.id)}/runs`, {
        method: 'POST',
        headers: { 'Idempotency-Key': key },
        body: released.length === 0 ? {} : { release: released },
      }),
    onSuccess: async (run) => {
      await refreshAfterRun(queries, run);
      navigate({ view: 'run', id: run.id });
    },
  });

  return {
    released,
    release: (code: string, on: boolean) => {
      setReleased(on ? [...released, code] : released.filter((other) => other !== code));
      setKey(newIdempotencyKey());
      start.reset();
    },
    start,
  };
}
