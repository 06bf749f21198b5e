/** Takes buildings in from a web address: what is there is read like an uploaded file. */
import type { TenantId } from '../core/model/place.ts';
import type { AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { importFiles } from './import-source.ts';

/** @throws AppError as {@link importFiles}, and for an address that is not called (ports/web-source.ts) */
export async function fetchSource(
  deps: Deps,
  {
    address,
    ...input
  }: {
    readonly tenant: TenantId;
    readonly source: string;
    readonly address: string;
    readonly dryRun: boolean;
    readonly by?: AuditPerson;
  },
): ReturnType<typeof importFiles> {
  const file = await deps.web.get(address);
  return importFiles(deps, { ...input, host: new URL(address).host, files: [file] });
}
