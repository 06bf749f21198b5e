import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FetchSource, ImportResult } from '#contract';
import { newIdempotencyKey, type Call } from '../../shared/api-client/api-client.ts';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { queryKeys } from '../../shared/api-client/queries.ts';

/** What is to be read: files of the person, or a file at an https address that the server fetches. */
export type Content = { readonly files: readonly File[] } | { readonly address: string };

function formOf(files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return form;
}

/** The call that reads the content; with `dryRun` nothing is stored. */
function readCall(source: string, content: Content, dryRun: boolean): [path: string, call: Call] {
  const at = `/api/sources/${encodeURIComponent(source)}`;
  const common = { method: 'POST', headers: { 'Idempotency-Key': newIdempotencyKey() } } as const;
  if ('files' in content) {
    return [`${at}/imports${dryRun ? '?dryRun=true' : ''}`, { ...common, body: formOf(content.files) }];
  }
  const body: FetchSource = { address: content.address, dryRun };
  return [`${at}/fetches`, { ...common, body }];
}

/** Where an import stands. Nothing is stored before the person has seen what was read. */
export type ImportStage = 'pick' | 'checking' | 'checked' | 'storing' | 'stored';

/** Reads without storing (dry run), then, when asked, stores what is there. */
export function useImport(source: string) {
  const api = useApi();
  const queries = useQueryClient();
  const [content, setContent] = useState<Content>();
  const read = (asked: Content, dryRun: boolean) =>
    api.json<ImportResult>(...readCall(source, asked, dryRun));

  const check = useMutation({ mutationFn: (asked: Content) => read(asked, true) });
  const store = useMutation({
    mutationFn: (asked: Content) => read(asked, false),
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
    content,
    result: check.data,
    error: store.error ?? check.error,
    pick: (picked: Content) => {
      if ('files' in picked && picked.files.length === 0) return;
      store.reset();
      setContent(picked);
      check.mutate(picked);
    },
    checkAgain: () => content !== undefined && check.mutate(content),
    store: () => content !== undefined && store.mutate(content),
    reset: () => {
      setContent(undefined);
      check.reset();
      store.reset();
    },
  };
}

export type Import = ReturnType<typeof useImport>;
