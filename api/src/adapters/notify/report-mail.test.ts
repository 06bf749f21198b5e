import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLinks } from '../../../../bot/src/cards/links.ts';
import { Faults, type FaultEffect, type FaultMatch } from '../../../../sandbox/src/faults/faults.ts';
import { MailSink } from '../../../../sandbox/src/mail/mail-sink.ts';
import { openJournal } from '../../../../sandbox/src/record/journal.ts';
import { aBuilding } from '../../../test/builders/building.ts';
import { tenant, World } from '../../../test/builders/world.ts';
import { ReportDelivery } from '../../engine/deliver-reports.ts';
import { queueReports } from '../../engine/queue-reports.ts';
import { DeliveryFailed } from '../../ports/notifier.ts';
import type { MemoryOutbox } from '../memory/memory-outbox.ts';
import { createReportMail } from './report-mail.ts';

const MINUTE = 60_000;
let world: World;
let sink: MailSink;
let delivery: ReportDelivery;
const faults = new Faults();

beforeEach(async () => {
  faults.clear();
  world = new World();
  sink = new MailSink(openJournal(null, 'mails'), () => world.clock.now(), faults);
  await sink.open();
  const mail = createReportMail({
    smtpUrl: sink.url,
    from: 'Places Sync <places-sync@contoso.example>',
    links: createLinks('app'),
    addressOf: async (_tenant, ref) => {
      const userId = await world.audit.people.userIdOf(tenant, ref);
      return userId === null ? null : `${userId}@contoso.example`;
    },
  });
  // No channel: mail is the only road here.
  const none = () => Promise.reject(new DeliveryFailed('broken', 'none', null));
  const channel = {
    channels: () => Promise.resolve([]),
    post: none,
    personal: none,
    update: none,
    progress: none,
  };
  delivery = new ReportDelivery({ ...world.deps, channel, mail });
});
afterEach(() => sink.close());

const arm = (...rules: readonly [match: FaultMatch, effect: FaultEffect][]) =>
  faults.arm(rules.map(([match, effect]) => ({ match, effect })));

/** Each of these people asked for a run of a building of their own, which has ended. */
async function askedBy(...people: readonly string[]): Promise<void> {
  for (const name of people) await askedFor(`House of ${name}`, name);
}

async function askedFor(house: string, name: string): Promise<void> {
  const building = { ...aBuilding(), key: `house-of-${name}`, name: house };
  const by = { userId: name, name, isAdmin: false };
  const { run } = await world.sync(await world.import(building), by);
  await queueReports(world.deps, run);
}

/** Works the outbox off again and again while this time passes. */
async function pass(ms: number, step = 5_000): Promise<void> {
  for (let past = 0; past < ms; past += step) {
    await delivery.deliverDue();
    world.clock.advance(step);
  }
}
const got = (): string[] =>
  sink.list().flatMap(({ recipients }) => recipients.map((to) => to.split('@')[0] ?? ''));
/** `sent`, or the last answer of the mail server, by the order in which they asked. */
const states = (): (string | null)[] =>
  (world.stores.outbox as MemoryOutbox).rows
    .filter(({ kind }) => kind === 'mail')
    .map(({ sentAt, lastError }) => (sentAt === null ? lastError : 'sent'));

it('C37 a name adds no header, no recipient and no markup to a mail', async () => {
  await askedFor('House\r\nBcc: eve@contoso.example\r\n\r\n<img src=x> =1+1', 'ada');
  await delivery.deliverDue();
  const [mail, ...others] = sink.list();
  expect([mail?.recipients, others]).toEqual([['ada@contoso.example'], []]);
  const headers = mail?.raw.split('\r\n\r\n')[0] ?? '';
  expect(headers).not.toMatch(/^(bcc|cc):/im);
  expect(mail?.subject).toContain('House');
  expect(mail?.html).not.toContain('<img');
});

describe('F64 mail', () => {
  it('every recipient has a state of their own: one waits, one is refused, the others have it once', async () => {
    arm(
      [
        { method: 'RCPT', path: 'ada@', nth: 1, times: 2 },
        { status: 451, body: 'Try later' },
      ],
      [
        { method: 'RCPT', path: 'bo@' },
        { status: 550, body: 'No such mailbox' },
      ],
    );
    await askedBy('ada', 'bo', 'kim');
    await delivery.deliverDue();
    expect([got(), states()]).toEqual([['kim'], ['451', '550', 'sent']]);
    await pass(5 * MINUTE);
    expect([got(), states()]).toEqual([
      ['kim', 'ada'],
      ['sent', '550', 'sent'],
    ]);
    const tries = faults.list().map(({ seen }) => seen);
    expect(tries).toEqual([3, 1]);
  });

  it('a connection that is cut before the mail was taken: again, and it comes once', async () => {
    arm([{ method: 'DATA', nth: 1 }, { reset: 'before' }]);
    await askedBy('ada');
    await delivery.deliverDue();
    expect([got(), states()]).toEqual([[], [expect.stringMatching(/^E|no answer/)]]);
    await pass(MINUTE);
    expect([got(), states()]).toEqual([['ada'], ['sent']]);
  });

  it('cut after it was taken nobody can know: one more at most, which mail programs show as the same', async () => {
    arm([{ method: 'DATA', nth: 1 }, { reset: 'after' }]);
    await askedBy('ada');
    await pass(10 * MINUTE);
    expect([got(), states()]).toEqual([['ada', 'ada'], ['sent']]);
    const ids = sink.list().map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
    expect(ids[0]).toMatch(/^<.+@contoso\.example>/);
    expect(ids[1]).toBe(ids[0]);
  });

  it('refused after the whole mail was there: 4xx again, 5xx never, and the run stays as it is', async () => {
    arm(
      [{ method: 'DATA', path: 'ada@', nth: 1 }, { status: 452 }],
      [{ method: 'DATA', path: 'bo@' }, { status: 554 }],
    );
    await askedBy('ada', 'bo');
    const before = (await world.stores.runs.list(tenant, null, {})).items;
    await pass(5 * MINUTE);
    expect([got(), states()]).toEqual([['ada'], ['sent', '554']]);
    expect((await world.stores.runs.list(tenant, null, {})).items).toEqual(before);
  });
});
