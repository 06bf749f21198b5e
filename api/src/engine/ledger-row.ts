/** What a step that worked leaves in the ledger. */
import type { KnownPlace, LivePlace, PlaceFields, PlaceId } from '../core/model/place.ts';
import type { Step } from '../core/plan/plan.ts';
import { RENAME_NOT_APPLIED } from '../core/run/judge.ts';
import type { ServiceError } from '../ports/place-directory.ts';
import type { Outcome, RunningRun } from './running-run.ts';

/**
 * The end of a step that Microsoft confirmed, or that needed no write.
 * @param place Microsoft's answer; undefined for a remove, a forget and a take-over without changes
 */
export function doneOutcome(
  run: RunningRun,
  step: Step,
  place?: LivePlace,
  more: Pick<Outcome, 'requestId' | 'note'> = {},
): Outcome {
  const ids = place && { placeId: place.placeId, graphId: place.id };
  return { step, state: 'done', ...ids, ...more, ledger: ledgerChange(run, step, place) };
}

function ledgerChange(run: RunningRun, step: Step, place: LivePlace | undefined): Outcome['ledger'] {
  if (step.kind === 'remove' || step.kind === 'forget') return { kind: 'forget', place: step };
  const placeId = place?.placeId ?? (step.placeId as PlaceId | undefined);
  return placeId === undefined ? undefined : { kind: 'record', place: rowOf(run, step, placeId, place) };
}

/**
 * That Microsoft refused this name, so that no later plan asks for it again; a new name in the source is asked for.
 * @returns undefined when the refusal says nothing about the name, or the place is not in the ledger
 */
export function refusedName(run: RunningRun, step: Step, error: ServiceError): Outcome['ledger'] {
  const before = run.knownOf(step);
  const { displayName } = step.fields;
  if (step.kind !== 'rename' || displayName === undefined || before === undefined) return undefined;
  if (error.status !== 400 && error.code !== RENAME_NOT_APPLIED) return undefined;
  return { kind: 'record', place: { ...before, refusedName: displayName } };
}

function rowOf(run: RunningRun, step: Step, placeId: PlaceId, place: LivePlace | undefined): KnownPlace {
  const before = run.knownOf(step);
  const mailbox = place?.mailbox ?? step.mailbox ?? before?.mailbox;
  const { name, parent, fields } = run.completes(step) ? wholeOf(step) : partOf(step, before);
  return {
    type: step.type,
    key: step.key,
    name,
    placeId,
    parent,
    ...(mailbox === undefined ? {} : { mailbox }),
    fields: withUserId(fields, place),
    ...(before?.refusedName !== undefined && step.kind !== 'rename' && { refusedName: before.refusedName }),
    origin: step.kind === 'create' ? 'created' : (before?.origin ?? 'adopted'),
    writtenAt: run.deps.clock.now().toISOString(),
  };
}

type Written = Pick<KnownPlace, 'name' | 'parent' | 'fields'>;

const wholeOf = (step: Step): Written => ({
  name: step.ledgerFields.displayName ?? step.name,
  parent: step.parent,
  fields: step.ledgerFields,
});

/** While other steps of the place are not done, only what this one wrote is added to what was written before. */
function partOf(step: Step, before: KnownPlace | undefined): Written {
  if (before === undefined) return { name: step.name, parent: step.parent, fields: step.fields };
  return {
    name: step.fields.displayName ?? before.name,
    parent: step.setsParent ? step.parent : before.parent,
    fields: { ...before.fields, ...step.fields },
  };
}

/** Graph may show an assigned desk by the user's id alone: kept, so that a later plan knows the two are the same. */
function withUserId(fields: PlaceFields, place: LivePlace | undefined): PlaceFields {
  const answered = place?.fields.mode;
  if (fields.mode?.kind !== 'assigned' || answered?.kind !== 'assigned') return fields;
  return answered.userId == null ? fields : { ...fields, mode: { ...fields.mode, userId: answered.userId } };
}
