/** Who is in a conversation, and the channels of the team, as a bot may ask. */
import express, { type Response, type Router } from 'express';
import { TEAM_ID, TEAM_NAME } from './team.ts';

/** A person as the connector shows one. */
export interface RosterPerson {
  readonly oid: string;
  readonly name: string;
  readonly upn: string;
  readonly tenantId: string;
  readonly deleted: boolean;
  readonly disabled: boolean;
}

export interface RosterOptions {
  readonly tenantId: string;
  readonly people: { all(): readonly RosterPerson[] };
}

/** Behind the same door as `/v3`. */
export function roster({ tenantId, people }: RosterOptions): Router {
  const router = express.Router();
  const members = () => people.all().filter(({ deleted, disabled }) => !deleted && !disabled);
  const shown = (person: RosterPerson) => ({
    id: `29:${person.oid}`,
    name: person.name,
    objectId: person.oid,
    aadObjectId: person.oid,
    email: person.upn,
    userPrincipalName: person.upn,
    tenantId: person.tenantId,
    userRole: person.tenantId === tenantId ? 'user' : 'guest',
  });
  router.get('/conversations/:conversation/pagedmembers', (_request, response) => {
    response.json({ members: members().map(shown) });
  });
  router.get('/conversations/:conversation/members/:member', (request, response) => {
    const asked = request.params.member;
    const found = members().find(({ oid }) => asked === oid || asked === `29:${oid}`);
    if (found) response.json(shown(found));
    else refuse(response, 'MemberNotFoundInConversation', 'The member is not in the conversation roster.');
  });
  router.get('/teams/:team', (request, response) => {
    if (request.params.team !== TEAM_ID) return refuse(response, 'NotFound', 'There is no such team.');
    response.json({ id: TEAM_ID, name: TEAM_NAME, tenantId });
  });
  router.get('/teams/:team/conversations', (request, response) => {
    if (request.params.team !== TEAM_ID) return refuse(response, 'NotFound', 'There is no such team.');
    // General has no name here, as in Teams.
    response.json({ conversations: [{ id: TEAM_ID }] });
  });
  return router;
}

const refuse = (response: Response, code: string, message: string): void =>
  void response.status(404).json({ error: { code, message } });
