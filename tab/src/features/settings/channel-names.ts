import type { Notifications, ReportChannel } from '#contract';

/** Channels of one team, for a list in groups. `team` is undefined where Teams told us no name. */
export interface ChannelGroup {
  readonly team: string | undefined;
  readonly channels: readonly ReportChannel[];
}

/** Channels by team, in the order in which they came. */
export function groupChannels(channels: readonly ReportChannel[]): ChannelGroup[] {
  const groups = new Map<string | undefined, ReportChannel[]>();
  for (const channel of channels) {
    const group = groups.get(channel.team);
    if (group === undefined) groups.set(channel.team, [channel]);
    else group.push(channel);
  }
  return [...groups].map(([team, members]) => ({ team, channels: members }));
}

/** "General (Workplace)". */
export const channelName = ({ name, team }: ReportChannel): string =>
  team === undefined ? name : `${name} (${team})`;

/** The channel that the next report goes to, as far as we know it. */
export function currentChannel({ channelId, channels }: Notifications): ReportChannel | undefined {
  return channelId === null ? channels[0] : channels.find(({ id }) => id === channelId);
}
