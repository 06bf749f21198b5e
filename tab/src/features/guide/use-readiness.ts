import { useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Readiness } from '#contract';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { queryKeys } from '../../shared/api-client/queries.ts';

/** What a first sync needs. `again` checks from the start, also for a role that was assigned a moment ago. */
export function useReadiness() {
  const api = useApi();
  const fresh = useRef(false);
  const readiness = useQuery({
    queryKey: queryKeys.readiness,
    queryFn: ({ signal }) => {
      const query = fresh.current ? '?fresh=true' : '';
      fresh.current = false;
      return api.json<Readiness>(`/api/readiness${query}`, { signal });
    },
    staleTime: 0,
  });
  const again = () => {
    fresh.current = true;
    return readiness.refetch();
  };
  return { readiness, again };
}
