/**
 * Works the outbox off: the card into the channel, mail to the person who asked, progress into the message that shows
 * it. A message is lent for two minutes: a crash between sending and writing that down gives at most one card more (F63).
 */
import type { Report } from '../core/report/report.ts';
import type { TenantId } from '../core/model/place.ts';
import type { PostedMessage } from '../ports/chat.ts';
import { DeliveryFailed, type ReportChannel, type ReportMail } from '../ports/notifier.ts';
import type { OutgoingMessage } from '../ports/outbox.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { getReport } from './get-report.ts';
import { notificationSettings, saveChannelHealth } from './notification-settings.ts';
import { isActive, theRun } from './the-run.ts';

export interface DeliveryDeps extends Deps {
  readonly channel: ReportChannel;
  /** null: this installation sends no mail. */
  readonly mail: ReportMail | null;
}

const LENT_MS = 120_000;
const AT_ONCE = 20;
/** Longer than any outage that is worth waiting for; a report of yesterday is in the tab. */
const GIVE_UP_MS = 86_400_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 600_000;
const PROGRESS_EVERY_MS = 3_000;

interface Payload {
  readonly runId: string;
  /** RFC 3339. */
  readonly since: string;
  readonly message?: PostedMessage;
  /** Sent even when mail is off, because the channel is not there any more (F61). */
  readonly instead?: boolean;
  /** What Teams said about the channel. */
  readonly code?: string;
}

/** Remembers what a progress message shows, so that it changes only when there is news. */
export class ReportDelivery {
  readonly #deps: DeliveryDeps;
  readonly #shown = new Map<string, string>();

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /** From now on this message is changed as the run goes on, until it has ended. */
  async follow(tenant: TenantId, runId: string, message: PostedMessage): Promise<void> {
    const now = this.#deps.clock.now();
    const payload: Payload = { runId, since: now.toISOString(), message };
    const key = `${runId} ${message.conversationId} ${message.activityId}`;
    await this.#deps.stores.outbox.add(tenant, 'progress', key, payload, now);
  }

  /** Sends what is due. @returns how many messages were looked at */
  async deliverDue(): Promise<number> {
    const now = this.#deps.clock.now();
    const until = new Date(now.getTime() + LENT_MS);
    const due = await this.#deps.stores.outbox.take(now, until, AT_ONCE);
    for (const message of due) await this.#deliver(message);
    return due.length;
  }

  async #deliver(message: OutgoingMessage): Promise<void> {
    try {
      const again = await this.#send(message);
      if (again === null) await this.#deps.stores.outbox.sent(message, this.#deps.clock.now());
      else await this.#deps.stores.outbox.failed(message, '', again);
    } catch (error) {
      await this.#failed(message, error);
    }
  }

  /** null when it is done, otherwise when to look again. */
  async #send(message: OutgoingMessage): Promise<Date | null> {
    // Only queueReports and follow write payloads.
    const payload = message.payload as Payload;
    const run = await theRun(this.#deps, message.tenantId, payload.runId);
    switch (message.kind) {
      case 'card':
        await this.#card(run);
        return null;
      case 'cardChange':
        await this.#changeCard(run);
        return null;
      case 'mail':
        await this.#mail(run, payload.instead === true);
        return null;
      case 'personal':
        await this.#personal(run, payload.code ?? '');
        return null;
      case 'progress':
        return this.#progress(run, payload.message);
      default:
        return null;
    }
  }

  /** A card that stands already is changed, never posted again. */
  async #card(run: Run): Promise<void> {
    const { stores, channel } = this.#deps;
    const report = await this.#report(run);
    const name = `report:${run.id}`;
    const posted = await stores.chat.posted(run.tenantId, name);
    if (posted !== null) return channel.update(posted, report);
    const channelId = await reportChannelId(this.#deps, run.tenantId);
    if (channelId === null) return;
    const message = await postReport(channel, channelId, report);
    await stores.chat.savePosted(run.tenantId, name, message);
    await saveChannelHealth(this.#deps, run.tenantId, { state: 'ok' });
  }

  async #changeCard(run: Run): Promise<void> {
    const posted = await this.#deps.stores.chat.posted(run.tenantId, `report:${run.id}`);
    if (posted !== null) await this.#deps.channel.update(posted, await this.#report(run));
  }

  async #mail(run: Run, instead: boolean): Promise<void> {
    const { mail } = this.#deps;
    const wanted = instead || (await notificationSettings(this.#deps, run.tenantId)).mail;
    if (mail === null || !wanted || run.initiator === undefined) return;
    await mail.send(run.tenantId, run.initiator, await this.#report(run));
  }

  /** To who chose the channel, or else to who connected the account, and to nobody else. */
  async #personal(run: Run, code: string): Promise<void> {
    const { stores, channel } = this.#deps;
    const name = `personal:${run.id}`;
    if ((await stores.chat.posted(run.tenantId, name)) !== null) return;
    const why = `Microsoft Teams refused the channel for reports (${code}). Choose another one in the tab, under Settings.`;
    const report = await this.#report(run);
    let refused: unknown = null;
    for (const userId of await keepersOf(this.#deps, run.tenantId)) {
      try {
        const message = await channel.personal(userId, report, why);
        return await stores.chat.savePosted(run.tenantId, name, message);
      } catch (error) {
        if (!(error instanceof DeliveryFailed) || error.trouble === 'again') throw error;
        refused = error;
      }
    }
    if (refused !== null) throw refused as Error;
  }

  async #progress(run: Run, message: PostedMessage | undefined): Promise<Date | null> {
    if (message === undefined) return null;
    const { stores, channel, clock } = this.#deps;
    const key = `${run.id} ${message.activityId}`;
    const shows = `${run.state} ${run.progress.done}`;
    if (this.#shown.get(key) !== shows) {
      const building = await stores.buildings.load(run.tenantId, run.buildingId);
      await channel.progress(message, run, building?.name ?? 'Building');
      this.#shown.set(key, shows);
    }
    if (isActive(run)) return new Date(clock.now().getTime() + PROGRESS_EVERY_MS);
    this.#shown.delete(key);
    return null;
  }

  #report(run: Run): Promise<Report> {
    return getReport(this.#deps, run.tenantId, run.id);
  }

  async #failed(message: OutgoingMessage, error: unknown): Promise<void> {
    const { stores, clock } = this.#deps;
    const trouble = error instanceof DeliveryFailed ? error.trouble : 'again';
    const code = error instanceof DeliveryFailed ? error.code : 'failed';
    const { since } = message.payload as Payload;
    const now = clock.now();
    if (trouble === 'broken' && message.kind === 'card') await this.#channelBroken(message, code, now);
    const tired = now.getTime() - Date.parse(since) > GIVE_UP_MS;
    const again = trouble === 'again' && !tired ? new Date(now.getTime() + pauseMs(message, error)) : null;
    // That it has to wait its turn is nothing to look at.
    if (code !== 'TooManyMessages')
      this.#deps.warn(`A ${message.kind} could not be delivered (${code}).`, error);
    await stores.outbox.failed(message, code, again);
  }

  /** Shown in the tab; who keeps the channel hears it, and the person who asked gets mail, whatever was chosen. */
  async #channelBroken({ tenantId, payload }: OutgoingMessage, code: string, now: Date): Promise<void> {
    const { stores } = this.#deps;
    await saveChannelHealth(this.#deps, tenantId, { state: 'broken', code, at: now.toISOString() });
    const since = now.toISOString();
    const told = payload as Payload;
    await stores.outbox.add(tenantId, 'personal', told.runId, { runId: told.runId, since, code }, now);
    if ((await notificationSettings(this.#deps, tenantId)).mail) return;
    await stores.outbox.add(tenantId, 'mail', `${told.runId} instead`, { ...told, instead: true }, now);
  }
}

/** Object ids of the people a broken channel is the business of, the nearest first. */
async function keepersOf(deps: Deps, tenant: TenantId): Promise<string[]> {
  const { setBy } = await notificationSettings(deps, tenant);
  const chooser = setBy === undefined ? null : await deps.audit.people.userIdOf(tenant, setBy);
  const account = await deps.tokens.account(tenant);
  const ids = [chooser, account?.userId].filter((id) => id !== undefined && id !== null);
  return [...new Set(ids)];
}

/** As text where the card is too large (F62). */
async function postReport(channel: ReportChannel, channelId: string, report: Report): Promise<PostedMessage> {
  try {
    return await channel.post(channelId, report, false);
  } catch (error) {
    if (!(error instanceof DeliveryFailed) || error.trouble !== 'tooLarge') throw error;
    return channel.post(channelId, report, true);
  }
}

/** As long as the other side asks for, otherwise twice as long every time; half of it at random. */
function pauseMs({ attempts }: OutgoingMessage, error: unknown): number {
  const asked = error instanceof DeliveryFailed ? error.retryAfterMs : undefined;
  if (asked !== undefined) return asked;
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS);
  return whole / 2 + Math.random() * (whole / 2);
}

/** The channel that was chosen, or General of the first team that has the app; null when there is none. */
export async function reportChannelId(
  deps: Pick<DeliveryDeps, 'stores' | 'channel'>,
  tenant: TenantId,
): Promise<string | null> {
  const { channelId } = await notificationSettings(deps, tenant);
  return channelId ?? (await deps.channel.channels())[0]?.id ?? null;
}
