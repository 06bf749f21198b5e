import { QueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';

export const ApiContext = createContext<ApiClient | null>(null);

/** The API client of this page. */
export function useApi(): ApiClient {
  const api = use(ApiContext);
  if (api === null) throw new Error('useApi needs an ApiContext above it');
  return api;
}

const RETRIES = 2;
const LONGEST_RETRY_AFTER_S = 30;

/** Reads are repeated when that can help (lost network, 5xx, 429 with a short wait); refusals are final. */
function shouldRetry(failures: number, error: Error): boolean {
  if (failures >= RETRIES || !(error instanceof ApiError)) return false;
  if (error.kind === 'throttled') return (error.retryAfter ?? 1) <= LONGEST_RETRY_AFTER_S;
  return error.kind === 'offline' || error.kind === 'server';
}

function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiError ? error.retryAfter : undefined;
  return asked === undefined ? 400 * 2 ** failures : asked * 1000;
}

/** The cache of what was read, one per page. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, retryDelay, staleTime: 5_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
