import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BuildingApproval, StandingApproval } from '#contract';
import type { ApiClient } from '../../shared/api-client/api-client.ts';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { pagePath, queryKeys, type Page } from '../../shared/api-client/queries.ts';

type ByBuilding = ReadonlyMap<string, StandingApproval>;

async function loadAll(api: ApiClient, signal: AbortSignal): Promise<ByBuilding> {
  const all = new Map<string, StandingApproval>();
  let cursor: string | undefined;
  do {
    const path = pagePath('/api/approvals?limit=500', cursor);
    const page: Page<BuildingApproval> = await api.json(path, { signal });
    for (const approval of page.items) all.set(approval.buildingId, approval);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

const pathOf = (buildingId: string) => `/api/buildings/${encodeURIComponent(buildingId)}/approval`;

/** The buildings that help desk may sync from chat; one that is missing may not. */
export function useApprovals() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.approvals,
    queryFn: ({ signal }) => loadAll(api, signal),
    structuralSharing: false,
  });
}

/** Whether help desk may sync one building from chat, with who said so. */
export function useApproval(buildingId: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.approval(buildingId),
    queryFn: ({ signal }) => api.json<StandingApproval>(pathOf(buildingId), { signal }),
  });
}

/** Allows or stops it. What is shown changes with the server's answer only: a permission is never shown too early. */
export function useSetApproval(buildingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (allowed: boolean) =>
      api.json<StandingApproval>(pathOf(buildingId), { method: 'PUT', body: { allowed } }),
    onSuccess: (approval) => {
      queries.setQueryData(queryKeys.approval(buildingId), approval);
      queries.setQueryData<ByBuilding>(queryKeys.approvals, (all) =>
        all === undefined ? all : new Map(all).set(buildingId, approval),
      );
    },
  });
}
