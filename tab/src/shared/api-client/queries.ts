/** Reads that more than one feature needs. Keys are shared, so that one answer serves every view. */
import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import type { Building, Me, Plan, Report, Run, RunPlace } from '#contract';
import { useApi } from './api-context.tsx';

export const queryKeys = {
  me: ['me'],
  readiness: ['readiness'],
  notifications: ['notifications'],
  approvals: ['approvals'],
  approval: (buildingId: string) => ['approval', buildingId],
  buildings: ['buildings'],
  building: (id: string) => ['building', id],
  plan: (id: string) => ['plan', id],
  run: (id: string) => ['run', id],
  runs: (buildingId: string) => ['runs', buildingId],
  report: (runId: string) => ['report', runId],
  places: (runId: string) => ['places', runId],
  map: (buildingId: string) => ['map', buildingId],
} as const;

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor?: string;
}

/** Path of one page of a list. */
export const pagePath = (path: string, cursor: string | undefined) =>
  cursor === undefined
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;

const at = encodeURIComponent;

export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => api.json<Me>('/api/me', { signal }),
  });
}

export function useBuilding(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.building(id),
    queryFn: ({ signal }) => api.json<Building>(`/api/buildings/${at(id)}`, { signal }),
  });
}

/** A saved plan never changes: it is read once. */
export function usePlan(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.plan(id),
    queryFn: ({ signal }) => api.json<Plan>(`/api/plans/${at(id)}`, { signal }),
    staleTime: Infinity,
    structuralSharing: false,
  });
}

export function useRun(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.run(id),
    queryFn: ({ signal }) => api.json<Run>(`/api/runs/${at(id)}`, { signal }),
  });
}

/** How often the report of a map that is on its way is read again. */
const PENDING_MAP_MS = 60_000;

/** The report of a run that has ended; pass `enabled: false` while it goes on. */
export function useReport(runId: string, enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.report(runId),
    queryFn: ({ signal }) => api.json<Report>(`/api/runs/${at(runId)}/report`, { signal }),
    enabled,
    // A map that is not shown yet is looked for after the run has ended.
    refetchInterval: ({ state }) => (state.data?.map.state === 'pending' ? PENDING_MAP_MS : false),
  });
}

/** What became of every place of a run that has ended; all pages. */
export function useRunPlaces(runId: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.places(runId),
    queryFn: async ({ signal }) => {
      const places: RunPlace[] = [];
      let cursor: string | undefined;
      do {
        const path = pagePath(`/api/runs/${at(runId)}/places?limit=1000`, cursor);
        const page = await api.json<Page<RunPlace>>(path, { signal });
        places.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return places;
    },
    structuralSharing: false,
  });
}

/** Runs of a building, newest first, page by page. */
export function useRuns(buildingId: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: queryKeys.runs(buildingId),
    queryFn: ({ signal, pageParam }) =>
      api.json<Page<Run>>(pagePath(`/api/runs?buildingId=${at(buildingId)}`, pageParam), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What a started, ended or changed run makes stale. */
export async function refreshAfterRun(queries: QueryClient, run: Run): Promise<void> {
  queries.setQueryData(queryKeys.run(run.id), run);
  await Promise.all([
    queries.invalidateQueries({ queryKey: queryKeys.buildings }),
    queries.invalidateQueries({ queryKey: queryKeys.building(run.buildingId) }),
    queries.invalidateQueries({ queryKey: queryKeys.runs(run.buildingId) }),
    queries.invalidateQueries({ queryKey: queryKeys.report(run.id) }),
  ]);
}
