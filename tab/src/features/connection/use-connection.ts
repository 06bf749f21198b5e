import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Connection, Me } from '#contract';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { queryKeys } from '../../shared/api-client/queries.ts';
import { askInWindow } from '../../shared/teams/host.ts';

/** Connects the caller's Microsoft account, or forgets the connected one; `me` and the guide follow. */
export function useConnect(method: 'POST' | 'DELETE') {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.json<Connection>('/api/me/connection', { method }),
    onSuccess: async (connection) => {
      queries.setQueryData<Me>(queryKeys.me, (me) => (me === undefined ? me : { ...me, connection }));
      await queries.invalidateQueries({ queryKey: queryKeys.me });
      await queries.invalidateQueries({ queryKey: queryKeys.readiness });
    },
  });
}

/** Lets an administrator consent for the whole directory, in a window of the host. */
export const useAdminConsent = () => useMutation({ mutationFn: () => askInWindow({ consent: 'admin' }) });
