/** Who is told, and who may start what from a chat. */
import type { ApprovalChoice, NotificationChoice, Notifications } from '../contract/index.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { Deps } from '../engine/deps.ts';
import {
  channelHealth,
  lookForChannel,
  notificationSettings,
  saveNotificationSettings,
} from '../engine/notification-settings.ts';
import { listStandingApprovals, setStandingApproval, standingApproval } from '../engine/standing-approval.ts';
import type { ReportChannel } from '../ports/notifier.ts';
import type { Handlers } from './bind-routes.ts';

/** What reports leave through. */
export interface NoticeOptions {
  readonly channel: Pick<ReportChannel, 'channels' | 'look'>;
  readonly mailAvailable: boolean;
}

type NoticeHandlers = Pick<
  Handlers,
  'getNotifications' | 'putNotifications' | 'listApprovals' | 'getApproval' | 'putApproval'
>;

export function noticeHandlers(deps: Deps, options: NoticeOptions): NoticeHandlers {
  return {
    getNotifications: async ({ caller }) => {
      await look(deps, options, caller.tenantId);
      return { status: 200, body: await show(deps, options, caller.tenantId) };
    },
    putNotifications: async ({ caller, body }) => {
      const choice = body as NotificationChoice;
      const channels = await options.channel.channels();
      if (choice.channelId !== null && !channels.some(({ id }) => id === choice.channelId)) {
        throw new AppError('input', 'no-such-channel', 'The app is not installed in this channel.', {
          hint: 'Add the app to the team first.',
          errors: [{ path: 'channelId', message: 'is not one of the channels' }],
        });
      }
      const setBy = await deps.audit.people.refOf(caller.tenantId, caller);
      await saveNotificationSettings(deps, caller.tenantId, { ...choice, setBy });
      return { status: 200, body: await show(deps, options, caller.tenantId) };
    },
    listApprovals: async ({ caller, query }) => ({
      status: 200,
      body: await listStandingApprovals(deps, caller.tenantId, query),
    }),
    getApproval: async ({ caller, params }) => ({
      status: 200,
      body: await standingApproval(deps, caller.tenantId, params['buildingId'] as BuildingId),
    }),
    putApproval: async ({ caller, params, body }) => {
      const { tenantId: tenant, userId, name } = caller;
      const { allowed } = body as ApprovalChoice;
      const buildingId = params['buildingId'] as BuildingId;
      const by = { userId, name, isAdmin: true };
      return { status: 200, body: await setStandingApproval(deps, { tenant, buildingId, allowed, by }) };
    },
  };
}

const PATIENCE_MS = 3_000;

/** Whoever opens the settings sees the channels as they are now; when Teams is slow or away, as they were. */
async function look(deps: Deps, { channel }: NoticeOptions, tenant: TenantId): Promise<void> {
  const looking = async (): Promise<void> => {
    if ((await channel.look?.()) === true) await lookForChannel(deps, tenant, await channel.channels());
  };
  const failed = (error: unknown): void => deps.warn('The channels could not be looked at.', error);
  const done = new AbortController();
  const patience = deps.clock.wait(PATIENCE_MS, done.signal).catch(() => undefined);
  await Promise.race([looking().catch(failed), patience]);
  done.abort();
}

async function show(deps: Deps, options: NoticeOptions, tenant: TenantId): Promise<Notifications> {
  const [chosen, health, channels] = await Promise.all([
    notificationSettings(deps, tenant),
    channelHealth(deps, tenant),
    options.channel.channels(),
  ]);
  const none = chosen.channelId === null && channels.length === 0;
  return {
    channelId: chosen.channelId,
    mail: chosen.mail,
    mailAvailable: options.mailAvailable,
    channelState: none ? 'none' : health.state,
    ...(health.state === 'broken'
      ? { problem: { code: health.code ?? 'unknown', at: health.at ?? '' } }
      : {}),
    channels: [...channels],
  };
}
