/** Where reports go: the channel for cards, and whether the person who asked gets mail. */
import type { PersonRef } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import type { Deps } from './deps.ts';

/** What an administrator decided. `channelId` null: the first team that has the app. */
export interface NotificationSettings {
  readonly channelId: string | null;
  readonly mail: boolean;
  /** Who chose; hears when the channel cannot be had any more. */
  readonly setBy?: PersonRef | undefined;
}

/** How the channel is doing. */
export interface ChannelHealth {
  readonly state: 'ok' | 'broken';
  /** Code of Microsoft Teams when it is broken, and since when. */
  readonly code?: string | undefined;
  readonly at?: string | undefined;
}

const SETTINGS = 'notifications';
const HEALTH = 'notifications.health';
const AT_FIRST: NotificationSettings = { channelId: null, mail: true };

type StoresOnly = Pick<Deps, 'stores'>;

export async function notificationSettings(
  deps: StoresOnly,
  tenant: TenantId,
): Promise<NotificationSettings> {
  const kept = await deps.stores.settings.load(tenant, SETTINGS);
  // Only saveNotificationSettings writes there.
  return (kept as NotificationSettings | null) ?? AT_FIRST;
}

/** A new choice starts with a healthy channel: the next report shows whether it is one. */
export async function saveNotificationSettings(
  deps: StoresOnly,
  tenant: TenantId,
  settings: NotificationSettings,
): Promise<void> {
  await deps.stores.settings.save(tenant, SETTINGS, settings);
  await saveChannelHealth(deps, tenant, { state: 'ok' });
}

export async function channelHealth(deps: StoresOnly, tenant: TenantId): Promise<ChannelHealth> {
  const kept = await deps.stores.settings.load(tenant, HEALTH);
  // Only saveChannelHealth writes there.
  return (kept as ChannelHealth | null) ?? { state: 'ok' };
}

export async function saveChannelHealth(
  deps: StoresOnly,
  tenant: TenantId,
  health: ChannelHealth,
): Promise<void> {
  await deps.stores.settings.save(tenant, HEALTH, health);
}

/** Our own word for a channel that is not in its team any more. */
const CHANNEL_GONE = 'ChannelGone';

/**
 * Compares the chosen channel with those there are. One that is gone is broken at once, and nothing is posted elsewhere
 * in its place: who reads another channel was never asked. One that came back is as good as before.
 *
 * @param channels all that there are
 */
export async function lookForChannel(
  deps: StoresOnly & Pick<Deps, 'clock'>,
  tenant: TenantId,
  channels: readonly { readonly id: string }[],
): Promise<void> {
  const { channelId } = await notificationSettings(deps, tenant);
  const health = await channelHealth(deps, tenant);
  const isGone = channelId !== null && !channels.some(({ id }) => id === channelId);
  if (isGone && health.state === 'ok') {
    const at = deps.clock.now().toISOString();
    await saveChannelHealth(deps, tenant, { state: 'broken', code: CHANNEL_GONE, at });
  }
  if (!isGone && health.code === CHANNEL_GONE) await saveChannelHealth(deps, tenant, { state: 'ok' });
}
