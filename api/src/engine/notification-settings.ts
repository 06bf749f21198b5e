/** Where reports go: the channel for cards, and whether the person who asked gets mail. */
import type { TenantId } from '../core/model/place.ts';
import type { Deps } from './deps.ts';

/** What an administrator decided. `channelId` null: the first team that has the app. */
export interface NotificationSettings {
  readonly channelId: string | null;
  readonly mail: boolean;
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
