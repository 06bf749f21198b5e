/** The smallest tenant that keeps Graph's rules: carries out a plan's steps and refuses what Graph would refuse. */
import { AppError } from '../../model/app-error.ts';
import type { KnownPlace, LivePlace, PlaceId, PlaceRef } from '../../model/place.ts';
import { refText } from '../../model/place.ts';
import { normalName } from '../canonical.ts';
import type { LiveBuilding, Plan, Step } from '../plan.ts';

const refusal = (message: string): AppError => new AppError('input', 'refused', message);

export class ModelTenant {
  readonly places = new Map<string, LivePlace>();
  readonly ledger = new Map<string, KnownPlace>();
  /** placeIds that were written to, in order. */
  readonly written: string[] = [];
  #made = 0;

  constructor(places: readonly LivePlace[], ledger: readonly KnownPlace[]) {
    for (const place of places) this.places.set(place.placeId, place);
    for (const row of ledger) this.ledger.set(refText(row), row);
  }

  get known(): KnownPlace[] {
    return [...this.ledger.values()];
  }

  /** What a whole read shows for the building that is ours or has that name. */
  read(building: LivePlace | undefined): LiveBuilding {
    const all = [...this.places.values()];
    const isBelow = (place: LivePlace): boolean => {
      const parent = place.parentId === null ? undefined : this.places.get(place.parentId);
      return parent !== undefined && (parent.placeId === building?.placeId || isBelow(parent));
    };
    return {
      complete: true,
      failures: [],
      buildings: all.filter(({ type }) => type === 'building'),
      below: all.filter(isBelow),
      byMailbox: all.filter(({ mailbox }) => mailbox !== undefined),
    };
  }

  apply(plan: Plan): void {
    for (const step of plan.steps) this.#carryOut(step);
  }

  #carryOut(step: Step): void {
    switch (step.kind) {
      case 'forget':
        this.ledger.delete(refText(step));
        return;
      case 'remove':
        this.#remove(step);
        return;
      case 'create':
        this.#record(step, this.#create(step));
        return;
      case 'update':
      case 'rename':
      case 'move':
      case 'adopt':
        this.#record(step, this.#update(step));
    }
  }

  #parentId(parent: PlaceRef | null): string | null {
    if (parent === null) return null;
    const row = this.ledger.get(refText(parent));
    if (!row) throw refusal(`${refText(parent)} does not exist yet`);
    return row.placeId;
  }

  #create(step: Step): LivePlace {
    const parentId = this.#parentId(step.parent);
    const name = normalName(step.fields.displayName ?? '');
    for (const other of this.places.values())
      if (
        other.type === step.type &&
        other.parentId === parentId &&
        normalName(other.fields.displayName ?? '') === name
      )
        throw refusal(`BadRequest: ${refText(step)} has the name of ${other.placeId}`);
    this.#made += 1;
    const placeId = `new-${this.#made}` as PlaceId;
    const place: LivePlace = { type: step.type, id: placeId, placeId, parentId, fields: step.fields };
    this.places.set(placeId, place);
    return place;
  }

  #update(step: Step): LivePlace {
    const before = this.places.get(step.placeId ?? '');
    if (before?.type !== step.type) throw refusal(`${step.id} writes to another thing`);
    const after: LivePlace = {
      ...before,
      parentId: step.setsParent ? this.#parentId(step.parent) : before.parentId,
      fields: { ...before.fields, ...step.fields },
    };
    if (step.setsParent || Object.keys(step.fields).length > 0) this.written.push(before.placeId);
    this.places.set(before.placeId, after);
    return after;
  }

  #remove(step: Step): void {
    if (step.type === 'room' || step.type === 'workspace') throw refusal('Graph removes no rooms');
    for (const { parentId } of this.places.values())
      if (parentId === step.placeId) throw refusal(`${step.id} still has children`);
    if (!this.places.delete(step.placeId ?? '')) throw refusal(`${step.id} is not there`);
    this.written.push(step.placeId ?? '');
    this.ledger.delete(refText(step));
  }

  #record(step: Step, place: LivePlace): void {
    for (const row of this.ledger.values())
      if (row.placeId === place.placeId && refText(row) !== refText(step))
        throw refusal(`${place.placeId} belongs to ${refText(row)} and to ${refText(step)}`);
    this.ledger.set(refText(step), {
      type: step.type,
      key: step.key,
      name: step.name,
      placeId: place.placeId,
      parent: step.parent,
      ...(place.mailbox !== undefined && { mailbox: place.mailbox }),
      fields: step.ledgerFields,
      origin: step.kind === 'create' ? 'created' : 'adopted',
      writtenAt: '2026-01-01T00:00:00Z',
    });
  }
}
