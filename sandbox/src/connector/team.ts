/** The one team of the tenant: General, whose thread has the id of the team, is what the Teams-like page shows. */
export const TEAM_ID = '19:places-sync@thread.tacv2';
export const TEAM_NAME = 'Workplace';
