/** The documents a client reads before it signs anybody in. */
import express, { type Router } from 'express';
import type { SignInService } from './token-endpoint.ts';
import { issuerOf } from './tokens.ts';

/** Discovery, keys and MSAL's instance discovery. */
export function discoveryRouter(service: SignInService): Router {
  const router = express.Router();
  router.get('/:tenant/v2.0/.well-known/openid-configuration', (request, response) => {
    response.set('Access-Control-Allow-Origin', '*').json(metadata(service, request.params.tenant));
  });
  router.get('/:tenant/discovery/v2.0/keys', (_request, response) => {
    response.set('Access-Control-Allow-Origin', '*').json(service.keys.published());
  });
  router.get('/common/discovery/instance', (_request, response) => {
    const { host } = new URL(service.baseUrl());
    response.set('Access-Control-Allow-Origin', '*').json({
      tenant_discovery_endpoint: `${service.baseUrl()}/${service.tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });
  return router;
}

function metadata(service: SignInService, tenant: string): Record<string, unknown> {
  const base = service.baseUrl();
  const shared = ['common', 'organizations'].includes(tenant);
  return {
    token_endpoint: `${base}/${tenant}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${base}/${tenant}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    // Entra answers the shared endpoints with a placeholder: the issuer is known from the token's tid only.
    issuer: issuerOf(base, shared ? '{tenantid}' : tenant),
    authorization_endpoint: `${base}/${tenant}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/${tenant}/oauth2/v2.0/logout`,
    code_challenge_methods_supported: ['S256'],
    tenant_region_scope: null,
    cloud_instance_name: new URL(base).host,
    msgraph_host: 'graph.microsoft.com',
  };
}
