import { describe, expect, it } from 'vitest';
import type { MemoryOutbox } from '../adapters/memory/memory-outbox.ts';
import { aBuilding } from '../../test/builders/building.ts';
import { tenant, World } from '../../test/builders/world.ts';
import type { Run } from '../ports/stores.ts';
import {
  DeliveryFailed,
  type DeliveryTrouble,
  type ReportChannel,
  type ReportMail,
} from '../ports/notifier.ts';
import { ReportDelivery } from './deliver-reports.ts';
import { channelHealth, saveNotificationSettings } from './notification-settings.ts';
import { queueMissedReports, queueReports } from './queue-reports.ts';

const POSTED = { conversationId: 'c', activityId: 'a' };
const MINUTE = 60_000;

/** A world with a channel and a mail server that fail when told to. */
class Rooms {
  readonly world = new World();
  readonly calls: string[] = [];
  /** What the next calls answer with, in order; nothing: it works. */
  trouble: (DeliveryTrouble | undefined)[] = [];
  mailTrouble: (DeliveryTrouble | undefined)[] = [];
  personalTrouble: (DeliveryTrouble | undefined)[] = [];

  readonly channel: ReportChannel = {
    channels: () => Promise.resolve([{ id: 'general', name: 'General' }]),
    post: (channelId, report, plainText) => {
      this.#next(`post ${channelId} ${report.state}${plainText ? ' text' : ''}`, this.trouble);
      return Promise.resolve(POSTED);
    },
    personal: (userId, _report, why) => {
      this.#next(`personal ${userId} ${why.includes('code-broken')}`, this.personalTrouble);
      return Promise.resolve(POSTED);
    },
    update: (_message, report) => Promise.resolve(this.#next(`update ${report.state}`, this.trouble)),
    progress: (_message, run) =>
      Promise.resolve(this.#next(`progress ${run.state} ${run.progress.done}`, this.trouble)),
  };
  readonly mail: ReportMail = {
    send: (_tenant, person) => {
      this.#next(`mail ${person === '' ? 'nobody' : 'asker'}`, this.mailTrouble);
      return Promise.resolve(true);
    },
  };
  readonly delivery = new ReportDelivery({ ...this.world.deps, channel: this.channel, mail: this.mail });

  #next(call: string, from: (DeliveryTrouble | undefined)[]): void {
    this.calls.push(call);
    const trouble = from.shift();
    if (trouble) throw new DeliveryFailed(trouble, `code-${trouble}`, null);
  }

  get outbox(): MemoryOutbox {
    return this.world.stores.outbox as MemoryOutbox;
  }

  async endedRun(): Promise<Run> {
    const { run } = await this.world.sync(await this.world.import(aBuilding()));
    return run;
  }

  /** Lets time pass in small steps, working the outbox off at each. */
  async pass(ms: number, step = 1000): Promise<void> {
    for (let past = 0; past < ms; past += step) {
      await this.delivery.deliverDue();
      await this.world.clock.wait(step);
    }
  }
}

describe('reports', () => {
  it('I13 one card and one mail, however often the end is told', async () => {
    const rooms = new Rooms();
    const run = await rooms.endedRun();
    for (let times = 0; times < 3; times++) await queueReports(rooms.world.deps, run);
    await queueMissedReports(rooms.world.deps, tenant);
    await rooms.pass(MINUTE);
    expect(rooms.calls).toEqual(['post general done', 'mail asker']);
  });

  it('I13 a run that ended while nothing could be written down is reported at the next start', async () => {
    const rooms = new Rooms();
    await rooms.endedRun();
    await queueMissedReports(rooms.world.deps, tenant);
    await rooms.pass(1000);
    expect(rooms.calls).toEqual(['post general done', 'mail asker']);
  });

  it('F60 what may be tried again is, later and later, and the run stays as it is', async () => {
    const rooms = new Rooms();
    const run = await rooms.endedRun();
    rooms.trouble = ['again', 'again', 'again'];
    await queueReports(rooms.world.deps, run);
    await rooms.delivery.deliverDue();
    await rooms.delivery.deliverDue();
    expect(rooms.calls.filter((call) => call.startsWith('post'))).toHaveLength(1);
    await rooms.pass(5 * MINUTE);
    expect(rooms.calls.filter((call) => call.startsWith('post'))).toHaveLength(4);
    expect(await rooms.world.run(run.id)).toEqual(run);
  });

  it('F61 a channel that is gone is tried once, shown, and replaced by mail', async () => {
    const rooms = new Rooms();
    const run = await rooms.endedRun();
    await saveNotificationSettings(rooms.world.deps, tenant, { channelId: 'gone', mail: false });
    rooms.trouble = ['broken'];
    await queueReports(rooms.world.deps, run);
    await rooms.pass(10 * MINUTE, 10_000);
    expect(rooms.calls).toEqual(['post gone done', 'personal admin true', 'mail asker']);
    expect(await channelHealth(rooms.world.deps, tenant)).toMatchObject({
      state: 'broken',
      code: 'code-broken',
    });
  });

  it('F61 who chose the channel hears that it is gone; who connected the account only when that fails; nobody else', async () => {
    const rooms = new Rooms();
    const { deps } = rooms.world;
    const setBy = await deps.audit.people.refOf(tenant, { userId: 'chooser', name: 'Cho' });
    await saveNotificationSettings(deps, tenant, { channelId: 'gone', mail: true, setBy });
    rooms.trouble = ['broken'];
    rooms.personalTrouble = ['again', 'broken', 'broken'];
    await queueReports(deps, await rooms.endedRun());
    await rooms.pass(10 * MINUTE, 10_000);
    expect(rooms.calls.filter((call) => call.startsWith('personal'))).toEqual([
      'personal chooser true',
      'personal chooser true',
      'personal admin true',
    ]);
    await deps.audit.people.erase(tenant, 'chooser');
    rooms.calls.length = 0;
    rooms.trouble = ['broken'];
    await queueReports(deps, await rooms.endedRun());
    await rooms.pass(10 * MINUTE, 10_000);
    expect(rooms.calls.filter((call) => call.startsWith('personal'))).toEqual(['personal admin true']);
  });

  it('F62 a card that is too large becomes text', async () => {
    const rooms = new Rooms();
    rooms.trouble = ['tooLarge'];
    await queueReports(rooms.world.deps, await rooms.endedRun());
    await rooms.delivery.deliverDue();
    expect(rooms.calls.slice(0, 2)).toEqual(['post general done', 'post general done text']);
  });

  it('F63 after a crash between sending and writing it down: again after two minutes, not before', async () => {
    const rooms = new Rooms();
    const { clock, stores, deps } = rooms.world;
    await queueReports(deps, await rooms.endedRun());
    // The process that took the messages is gone.
    await stores.outbox.take(clock.now(), new Date(clock.now().getTime() + 2 * MINUTE), 10);
    await rooms.pass(2 * MINUTE - 1000);
    expect(rooms.calls).toEqual([]);
    await rooms.pass(3000);
    expect(rooms.calls).toEqual(['post general done', 'mail asker']);
  });

  it('F63 a card whose place is known is changed, not posted again', async () => {
    const rooms = new Rooms();
    const run = await rooms.endedRun();
    await rooms.world.stores.chat.savePosted(tenant, `report:${run.id}`, POSTED);
    await queueReports(rooms.world.deps, run);
    await rooms.delivery.deliverDue();
    expect(rooms.calls[0]).toBe('update done');
  });

  it('F64 mail: what is refused for good is not sent again, everything else for a day', async () => {
    const rooms = new Rooms();
    const run = await rooms.endedRun();
    rooms.mailTrouble = ['again', 'refused'];
    await queueReports(rooms.world.deps, run);
    await rooms.pass(10 * MINUTE, 5000);
    expect(rooms.calls.filter((call) => call.startsWith('mail'))).toHaveLength(2);
    expect(rooms.outbox.rows.find(({ kind }) => kind === 'mail')).toMatchObject({
      lastError: 'code-refused',
      sentAt: null,
    });

    const tired = new Rooms();
    tired.mailTrouble = Array.from({ length: 1000 }, () => 'again');
    await queueReports(tired.world.deps, await tired.endedRun());
    await tired.pass(26 * 60 * MINUTE, 5 * MINUTE);
    const tries = tired.calls.filter((call) => call.startsWith('mail')).length;
    expect(tries).toBeGreaterThan(20);
    await tired.pass(26 * 60 * MINUTE, 5 * MINUTE);
    expect(tired.calls.filter((call) => call.startsWith('mail'))).toHaveLength(tries);
  });

  it('one progress message, changed only when there is news, and a last time at the end', async () => {
    const rooms = new Rooms();
    const { world } = rooms;
    const plan = await world.plan(await world.import(aBuilding()));
    const run = await world.start(plan.id);
    await rooms.delivery.follow(tenant, run.id, POSTED);
    await rooms.pass(20_000);
    expect(rooms.calls).toEqual(['progress queued 0']);
    await world.work();
    await rooms.pass(20_000);
    expect(rooms.calls).toHaveLength(2);
    expect(rooms.calls[1]).toMatch(/^progress done/);
  });
});
