/** Who is told, and who may start what from a chat. */
import type { ApprovalChoice, NotificationChoice, Notifications } from '../contract/index.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { Deps } from '../engine/deps.ts';
import {
  channelHealth,
  notificationSettings,
  saveNotificationSettings,
} from '../engine/notification-settings.ts';
import { listStandingApprovals, setStandingApproval, standingApproval } from '../engine/standing-approval.ts';
import type { ReportChannel } from '../ports/notifier.ts';
import type { Handlers } from './bind-routes.ts';

/** What reports leave through. */
export interface NoticeOptions {
  readonly channel: Pick<ReportChannel, 'channels'>;
  readonly mailAvailable: boolean;
}

type NoticeHandlers = Pick<
  Handlers,
  'getNotifications' | 'putNotifications' | 'listApprovals' | 'getApproval' | 'putApproval'
>;

export function noticeHandlers(deps: Deps, options: NoticeOptions): NoticeHandlers {
  return {
    getNotifications: async ({ caller }) => ({
      status: 200,
      body: await show(deps, options, caller.tenantId),
    }),
    putNotifications: async ({ caller, body }) => {
      const choice = body as NotificationChoice;
      const channels = await options.channel.channels();
      if (choice.channelId !== null && !channels.some(({ id }) => id === choice.channelId)) {
        throw new AppError('input', 'no-such-channel', 'The app is not installed in this channel.', {
          hint: 'Add the app to the team first.',
          errors: [{ path: 'channelId', message: 'is not one of the channels' }],
        });
      }
      await saveNotificationSettings(deps, caller.tenantId, choice);
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

async function show(deps: Deps, options: NoticeOptions, tenant: TenantId): Promise<Notifications> {
  const [chosen, health, channels] = await Promise.all([
    notificationSettings(deps, tenant),
    channelHealth(deps, tenant),
    options.channel.channels(),
  ]);
  const none = chosen.channelId === null && channels.length === 0;
  return {
    ...chosen,
    mailAvailable: options.mailAvailable,
    channelState: none ? 'none' : health.state,
    ...(health.state === 'broken'
      ? { problem: { code: health.code ?? 'unknown', at: health.at ?? '' } }
      : {}),
    channels: [...channels],
  };
}
