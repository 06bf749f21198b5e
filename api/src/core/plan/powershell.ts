/** The exact PowerShell for what Graph cannot do (graph-places.md sections 8, 9 and 12). */
import type { PlaceType } from '../model/place.ts';
import type { Handover } from './plan.ts';
import { say, spoken } from '../model/sentence.ts';

/** PowerShell ends a quoted text at any of these, also at the typographic ones; doubled they are themselves. */
const QUOTES = /['\u2018\u2019\u201A\u201B]/g;

const quoted = (text: string): string => `'${text.replace(QUOTES, '$&$&')}'`;

interface Target {
  readonly type: PlaceType;
  readonly name: string;
  readonly placeId?: string | undefined;
  readonly mailbox?: string | undefined;
}

/** Rooms and workspaces answer to their mailbox, everything else to its id. */
const identity = ({ placeId, mailbox }: Target): string => quoted(mailbox ?? placeId ?? '');

/** For when Graph refuses a new name. */
export const renameHandover = (place: Target, newName: string): Handover => ({
  ...spoken({
    why: say`Graph does not rename every place. If it refuses, an administrator renames the ${{ type: place.type }} "${{ name: place.name }}" to "${{ newName }}".`,
  }),
  command: `Set-PlaceV3 -Identity ${identity(place)} -DisplayName ${quoted(newName)}`,
});

/** Graph removes no rooms and workspaces. */
export const removeHandover = (place: Target): Handover => ({
  ...spoken({
    why: say`The ${{ type: place.type }} "${{ name: place.name }}" left the source, and Graph cannot remove a ${{ type: place.type }}. Removing it also soft-deletes its mailbox: future bookings are lost, and it can be restored for 30 days only.`,
  }),
  command: `Remove-Place -Identity ${identity(place)}`,
});

/** Graph can neither read nor set the switch that makes buildings visible. */
export const enableBuildingsHandover: Handover = {
  ...spoken({
    why: say`Microsoft Places shows no building at all. If buildings exist, they are switched off for this tenant.`,
  }),
  command: "Set-PlacesSettings -EnableBuildings 'Default:true'",
};
