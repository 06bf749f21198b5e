/** Where activities may be sent: checked before any token of ours is attached (reliability-security.md C13). */

/** Bot Connector of the public cloud and of the documented government clouds. */
const HOSTS = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

/** @param sandboxOrigin the one loopback origin that counts as well, in sandbox mode only */
export function isServiceUrl(text: unknown, sandboxOrigin?: string): text is string {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  if (sandboxOrigin !== undefined) return url.origin === sandboxOrigin;
  return url.protocol === 'https:' && url.port === '' && HOSTS.has(url.hostname);
}
