import { useQuery } from '@tanstack/react-query';
import type { BuildingMap } from '#contract';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { ApiError } from '../../shared/api-client/api-error.ts';
import { queryKeys } from '../../shared/api-client/queries.ts';

/** The floors as drawn; null when the building has none. */
export function useBuildingMap(buildingId: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.map(buildingId),
    queryFn: async ({ signal }): Promise<BuildingMap | null> => {
      try {
        return await api.json<BuildingMap>(`/api/buildings/${encodeURIComponent(buildingId)}/map`, {
          signal,
        });
      } catch (error) {
        if (error instanceof ApiError && error.kind === 'notFound') return null;
        throw error;
      }
    },
    structuralSharing: false,
    staleTime: 60_000,
  });
}
