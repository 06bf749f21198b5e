import { describe, expect, it } from 'vitest';
import type { Outbox } from '../../src/ports/outbox.ts';
import { at, newTenant } from './samples.ts';

/** What every {@link Outbox} does. `newOutbox` gives an empty one. */
export function outboxSuite(newOutbox: () => Promise<Outbox>): void {
  describe('the outbox', () => {
    it('takes what is due, oldest first, and never the same for two senders', async () => {
      const outbox = await newOutbox();
      const tenant = newTenant();
      for (const name of ['a', 'b', 'c', 'd']) await outbox.add(tenant, 'card', name, { name }, at(0));
      await outbox.add(tenant, 'card', 'later', {}, at(30));

      const taken = await Promise.all([outbox.take(at(1), at(5), 2), outbox.take(at(1), at(5), 2)]);

      const names = taken.flat().map((message) => (message.payload as { name: string }).name);
      expect(names.toSorted()).toEqual(['a', 'b', 'c', 'd']);
      expect(taken[0]?.[0]).toMatchObject({ tenantId: tenant, kind: 'card', attempts: 0 });
      expect(await outbox.take(at(1), at(5), 10)).toEqual([]);
    });

    it('says every thing once', async () => {
      const outbox = await newOutbox();
      const tenant = newTenant();

      expect(await outbox.add(tenant, 'card', 'run-1', {}, at(0))).toBe(true);
      expect(await outbox.add(tenant, 'card', 'run-1', {}, at(0))).toBe(false);
      expect(await outbox.add(tenant, 'mail', 'run-1', {}, at(0))).toBe(true);
      expect(await outbox.add(newTenant(), 'card', 'run-1', {}, at(0))).toBe(true);
    });

    it('gives a message again when its sender died or failed, until it is sent or given up', async () => {
      const outbox = await newOutbox();
      await outbox.add(newTenant(), 'card', 'run-1', {}, at(0));

      const [first] = await outbox.take(at(0), at(5), 1);
      expect(await outbox.take(at(4), at(9), 1)).toEqual([]);
      const [second] = await outbox.take(at(5), at(9), 1);
      expect(second).toMatchObject({ id: first?.id, attempts: 1 });
      if (second) await outbox.failed(second, 'No answer', at(20));
      expect(await outbox.take(at(19), at(25), 1)).toEqual([]);
      const [third] = await outbox.take(at(20), at(25), 1);
      expect(third).toMatchObject({ id: first?.id, attempts: 2 });
      if (third) await outbox.sent(third, at(21));

      expect(await outbox.take(at(59), at(59), 1)).toEqual([]);
    });

    it('never gives one that was given up', async () => {
      const outbox = await newOutbox();
      await outbox.add(newTenant(), 'card', 'run-1', {}, at(0));
      const [message] = await outbox.take(at(0), at(1), 1);
      if (message) await outbox.failed(message, 'The channel is gone', null);

      expect(message).toBeDefined();
      expect(await outbox.take(at(59), at(59), 1)).toEqual([]);
    });
  });
}
