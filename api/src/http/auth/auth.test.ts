import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../contract/index.ts';
import { AppError } from '../../core/model/app-error.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { Caller, TokenCheck } from '../../ports/token-check.ts';
import { problemHandler } from '../problem.ts';
import { askForSignIn } from './ask-for-sign-in.ts';
import { authenticate } from './authenticate.ts';
import { requireRole } from './require-role.ts';

/** Takes `Bearer <role,role>`; anything else is refused with the code it names. */
const tokenCheck: TokenCheck = {
  check(header) {
    if (header === undefined) return Promise.reject(new AppError('permission', 'token-missing', 'No token.'));
    const word = header.replace('Bearer ', '');
    if (word === 'outage') return Promise.reject(new AppError('transient', 'sign-in-unreachable', 'Away.'));
    if (word.startsWith('token-')) return Promise.reject(new AppError('permission', word, 'Refused.'));
    const roles = word === 'none' ? [] : word.split(',');
    const caller: Caller = {
      tenantId: 't' as TenantId,
      userId: 'u',
      name: 'Kim Viewer',
      roles,
      tokenId: '',
      token: word,
    };
    return Promise.resolve(caller);
  },
};

function appFor(role: Role) {
  const app = express();
  app.get('/door', authenticate(tokenCheck), requireRole(role), (_request, response) => {
    response.json({ name: (response.locals['caller'] as Caller).name });
  });
  app.use(problemHandler(() => undefined));
  return app;
}
const knock = (role: Role, token?: string) => {
  const call = request(appFor(role)).get('/door');
  return token === undefined ? call : call.set('Authorization', `Bearer ${token}`);
};

describe('authenticate', () => {
  it('lets a checked caller through', async () => {
    const answer = await knock('Places.Viewer', 'Places.Viewer');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ name: 'Kim Viewer' });
  });

  it('answers 401 with the way to sign in, and with the reason when there was a token', async () => {
    const none = await knock('Places.Viewer');
    expect(none.status).toBe(401);
    expect(none.headers['www-authenticate']).toBe('Bearer');
    expect(none.body.code).toBe('token-missing');
    const expired = await knock('Places.Viewer', 'token-expired');
    expect(expired.status).toBe(401);
    expect(expired.headers['www-authenticate']).toBe(
      'Bearer error="invalid_token", error_description="token-expired"',
    );
  });

  it('C10 takes a token from the Authorization header only', async () => {
    const app = appFor('Places.Viewer');
    for (const call of [
      request(app).get('/door?access_token=Places.Admin'),
      request(app).get('/door').set('Cookie', 'access_token=Places.Admin'),
      request(app).get('/door').set('X-Authorization', 'Bearer Places.Admin'),
    ]) {
      expect((await call).status).toBe(401);
    }
  });

  it('an outage of the sign-in service is 503, not a refusal', async () => {
    const answer = await knock('Places.Viewer', 'outage');
    expect(answer.status).toBe(503);
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });
});

describe('C09 requireRole', () => {
  const [viewer, operator, admin] = ['Places.Viewer', 'Places.Operator', 'Places.Admin'] as const;
  it.each<[Role, string, number]>([
    [viewer, viewer, 200],
    [viewer, operator, 200],
    [viewer, admin, 200],
    [operator, viewer, 403],
    [operator, operator, 200],
    [operator, admin, 200],
    [admin, viewer, 403],
    [admin, operator, 403],
    [admin, admin, 200],
    [viewer, 'none', 403],
    [admin, 'none', 403],
    [viewer, 'Places.Root', 403],
    [admin, `${viewer},${operator}`, 403],
    [admin, `${viewer},${admin}`, 200],
  ])('a door for %s, a caller with %s: %i', async (role, held, status) => {
    const answer = await knock(role, held);
    expect(answer.status).toBe(status);
    if (status === 403) {
      expect(answer.body.code).toBe('role-missing');
      expect(answer.body.detail).toContain(role);
      expect(answer.headers['www-authenticate']).toBeUndefined();
    }
  });
});

describe('askForSignIn', () => {
  it('F21 passes a claims challenge on', async () => {
    const claims = '{"access_token":{"polids":{"essential":true,"values":["x"]}}}';
    const app = express();
    app.get('/door', (_request, response) => {
      askForSignIn(response, 'claims-challenge', claims);
      response.sendStatus(401);
    });
    const answer = await request(app).get('/door');
    const encoded = /claims="([^"]+)"/.exec(String(answer.headers['www-authenticate']))?.[1] ?? '';
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_claims"');
    expect(Buffer.from(encoded, 'base64').toString()).toBe(claims);
  });
});
