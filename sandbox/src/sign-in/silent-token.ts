import { issueOf, type SignInService } from './token-endpoint.ts';
import { HOUR_SECONDS, tabClaims } from './tokens.ts';

/**
 * A token of a person for our API, as Teams gets one without asking; or Teams' code for why it gets none.
 * @param resource `api://<host>/<client id>`; missing: the one that the manifest names
 */
export async function silentToken(
  service: SignInService,
  oid: string,
  resource?: string,
): Promise<{ readonly token: string } | { readonly failure: string }> {
  const { directory, clientId } = service;
  const person = directory.people.find(oid);
  const isOurs = resource === undefined || /^api:\/\/[^/]+\/[^/]+$/.test(resource);
  if (!isOurs || (resource !== undefined && !resource.endsWith(`/${clientId}`)))
    return { failure: 'resourcematchfailed' };
  if (person === undefined || person.deleted || person.disabled || person.tenantId !== service.tenantId)
    return { failure: 'authrequestfailed' };
  if (!directory.app.consented) return { failure: 'userconsentrequired' };
  if (person.challenge !== null) return { failure: 'interactionrequired' };
  const issue = issueOf(service, service.tenantId, HOUR_SECONDS);
  return { token: await service.keys.sign(tabClaims(person, issue, { audience: clientId })) };
}
