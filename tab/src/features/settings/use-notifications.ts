import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NotificationChoice, Notifications } from '#contract';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { queryKeys } from '../../shared/api-client/queries.ts';

const PATH = '/api/settings/notifications';
const WAITING_POLL_MS = 10_000;

/** Where reports go; read again while somebody may just be adding the app to a team. */
export function useNotifications() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.notifications,
    queryFn: ({ signal }) => api.json<Notifications>(PATH, { signal }),
    refetchInterval: (query) => (query.state.data?.channelState === 'ok' ? false : WAITING_POLL_MS),
  });
}

/** Saves channel and mail together, as the API takes them. */
export function useSaveNotifications() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (choice: NotificationChoice) =>
      api.json<Notifications>(PATH, { method: 'PUT', body: choice }),
    onSuccess: (saved) => queries.setQueryData(queryKeys.notifications, saved),
  });
}
