import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportResult } from '#contract';
import { newIdempotencyKey } from '../../shared/api-client/api-client.ts';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { queryKeys } from '../../shared/api-client/queries.ts';

function formOf(files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return form;
}

/** Where an upload stands. Nothing is stored before the person has seen what was read. */
export type ImportStage = 'pick' | 'checking' | 'checked' | 'storing' | 'stored';

/** Reads files without storing (dry run), then, when asked, stores the very same files. */
export function useImport(source: string) {
  const api = useApi();
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly File[]>([]);
  const path = `/api/sources/${encodeURIComponent(source)}/imports`;

  const check = useMutation({
    mutationFn: (picked: readonly File[]) =>
      api.json<ImportResult>(`${path}?dryRun=true`, { method: 'POST', body: formOf(picked) }),
  });
  const store = useMutation({
    mutationFn: () =>
      api.json<ImportResult>(path, {
        method: 'POST',
        body: formOf(files),
        headers: { 'Idempotency-Key': newIdempotencyKey() },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.buildings }),
  });

  function stage(): ImportStage {
    if (store.isSuccess) return 'stored';
    if (store.isPending) return 'storing';
    if (check.isPending) return 'checking';
    return check.isSuccess ? 'checked' : 'pick';
  }

  return {
    stage: stage(),
    files,
    result: check.data,
    error: store.error ?? check.error,
    pick: (picked: readonly File[]) => {
      if (picked.length === 0) return;
      store.reset();
      setFiles(picked);
      check.mutate(picked);
    },
    checkAgain: () => check.mutate(files),
    store: () => store.mutate(),
    reset: () => {
      setFiles([]);
      check.reset();
      store.reset();
    },
  };
}

export type Import = ReturnType<typeof useImport>;
