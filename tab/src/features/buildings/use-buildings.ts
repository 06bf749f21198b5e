import { useQuery } from '@tanstack/react-query';
import type { Building } from '#contract';
import type { ApiClient } from '../../shared/api-client/api-client.ts';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { pagePath, queryKeys, type Page } from '../../shared/api-client/queries.ts';

const BUSY_POLL_MS = 2_500;
const IDLE_POLL_MS = 30_000;

/** Every page of the list: search and sort run over all buildings, of which a tenant has at most some hundreds. */
async function loadAll(api: ApiClient, signal: AbortSignal): Promise<Building[]> {
  const all: Building[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Building> = await api.json(pagePath('/api/buildings?limit=500', cursor), { signal });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

/** All buildings of all sources; read again often while one of them is being synced. */
export function useBuildings() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.buildings,
    queryFn: ({ signal }) => loadAll(api, signal),
    refetchInterval: (query) =>
      query.state.data?.some((building) => building.status === 'running') === true
        ? BUSY_POLL_MS
        : IDLE_POLL_MS,
  });
}
