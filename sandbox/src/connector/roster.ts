/** Who is in a conversation, and the channels of the team, as a bot may ask. */
import express, { type Response, type Router } from 'express';
import type { Teams } from './teams.ts';

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
  readonly teams: Teams;
}

/** Behind the same door as `/v3`. */
export function roster({ tenantId, people, teams }: RosterOptions): Router {
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
    const team = teams.visible(request.params.team);
    if (team === undefined) return refuse(response, 'NotFound', 'There is no such team.');
    response.json({ id: team.id, name: team.name, tenantId });
  });
  router.get('/teams/:team/conversations', (request, response) => {
    const team = teams.visible(request.params.team);
    if (team === undefined) return refuse(response, 'NotFound', 'There is no such team.');
    const open = team.channels.filter(({ deleted }) => !deleted);
    // General has no name here, as in Teams.
    const conversations = open.map(({ id, name }) => (id === team.id ? { id } : { id, name }));
    response.json({ conversations });
  });
  return router;
}

const refuse = (response: Response, code: string, message: string): void =>
  void response.status(404).json({ error: { code, message } });
