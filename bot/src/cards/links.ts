/** Deep links to pages of the tab; the only addresses a card ever holds. */

/** @param appId of the Teams app (the manifest's `id`) */
export interface Links {
  run(runId: string): string;
  building(buildingId: string): string;
  tab(): string;
}

const ENTITY = 'places-sync';

/** @param tabUrl where the tab is outside Teams, for people without the app; may be left out */
export function createLinks(appId: string, tabUrl?: string): Links {
  const link = (subEntityId?: string): string => {
    const url = new URL(`https://teams.microsoft.com/l/entity/${encodeURIComponent(appId)}/${ENTITY}`);
    if (tabUrl !== undefined) url.searchParams.set('webUrl', tabUrl);
    if (subEntityId !== undefined) url.searchParams.set('context', JSON.stringify({ subEntityId }));
    return url.href;
  };
  return {
    run: (runId) => link(`run:${runId}`),
    building: (buildingId) => link(`building:${buildingId}`),
    tab: () => link(),
  };
}
