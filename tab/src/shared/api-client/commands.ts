/** Calls that change something and that more than one feature offers. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plan, Run } from '#contract';
import { navigate } from '../route.ts';
import { newIdempotencyKey } from './api-client.ts';
import { useApi } from './api-context.tsx';
import { queryKeys, refreshAfterRun } from './queries.ts';

/** Plans a sync of a building (writes nothing to Microsoft) and opens the plan. */
export function useMakePlan() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (buildingId: string) =>
      api.json<Plan>(`/api/buildings/${encodeURIComponent(buildingId)}/plans`, {
        method: 'POST',
        headers: { 'Idempotency-Key': newIdempotencyKey() },
      }),
    onSuccess: async (plan) => {
      queries.setQueryData(queryKeys.plan(plan.id), plan);
      navigate({ view: 'plan', id: plan.id });
      await queries.invalidateQueries({ queryKey: queryKeys.buildings });
      await queries.invalidateQueries({ queryKey: queryKeys.building(plan.buildingId) });
    },
  });
}

/**
 * Cancels, resumes or retries a run; a retry is a new run, which is opened. The idempotency key stays until it worked,
 * so that a lost answer never makes two of them.
 */
export function useRunCommand(verb: 'cancel' | 'resume' | 'retry') {
  const api = useApi();
  const queries = useQueryClient();
  const [key, setKey] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: (runId: string) =>
      api.json<Run>(`/api/runs/${encodeURIComponent(runId)}/${verb}`, {
        method: 'POST',
        headers: { 'Idempotency-Key': key },
      }),
    onSuccess: async (run, runId) => {
      setKey(newIdempotencyKey());
      await refreshAfterRun(queries, run);
      if (run.id !== runId) navigate({ view: 'run', id: run.id });
    },
  });
}
