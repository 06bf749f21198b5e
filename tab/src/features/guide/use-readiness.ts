import { useQuery } from '@tanstack/react-query';
import type { Readiness } from '#contract';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { queryKeys } from '../../shared/api-client/queries.ts';

/** What a first sync needs, checked now. */
export function useReadiness() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.readiness,
    queryFn: ({ signal }) => api.json<Readiness>('/api/readiness', { signal }),
    staleTime: 0,
  });
}
