/** Once a day the end of the audit log goes out as a log line: whoever keeps the logs can prove what was cut off. */
import type { TenantId } from '../core/model/place.ts';
import type { Deps } from '../engine/deps.ts';
import { postAuditHead } from '../engine/post-audit-head.ts';
import type { Log } from './log.ts';

const DAY_MS = 86_400_000;

/** Posts at once and then daily. @returns what ends it */
export function postAuditHeads(deps: Deps, tenant: TenantId, log: Log): () => void {
  const post = () => {
    // A head that no log system gets was not posted.
    if (!log.isLevelEnabled('info')) return;
    postAuditHead(deps, tenant, (auditHead) => log.info({ auditHead }, 'the audit log ends here')).catch(
      (cause: unknown) => log.error({ cause }, 'the end of the audit log could not be posted'),
    );
  };
  post();
  const timer = setInterval(post, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
