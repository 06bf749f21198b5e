import { z } from 'zod';

/** A moment, RFC 3339 in UTC. */
export const Timestamp = z.iso.datetime();

/** What kind of place a node is, in Microsoft Places' own terms. */
export const PlaceType = z.enum(['building', 'floor', 'section', 'room', 'workspace', 'desk']);
export type PlaceType = z.infer<typeof PlaceType>;

/** A sentence in English with `{name}` for every value, so that it can be said in another language. */
export interface Sentence {
  text: string;
  values?: Record<string, string | number | Sentence | readonly string[] | readonly Sentence[]> | undefined;
}
export const Sentence: z.ZodType<Sentence> = z.lazy(() =>
  z.object({
    text: z.string(),
    values: z
      .record(
        z.string(),
        z.union([
          z.string(),
          z.number(),
          Sentence,
          z.array(z.string()).readonly(),
          z.array(Sentence).readonly(),
        ]),
      )
      .optional(),
  }),
);

/** The sentences of an object that have values, by the field that has them in English. */
export const Words = z.record(z.string(), Sentence);
export type Words = z.infer<typeof Words>;

/** A data problem with a place: how bad it is, and what a person can do about it. */
export const Finding = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  hint: z.string().optional(),
  words: Words.optional(),
  /** Source key of the building, when an import holds several. */
  building: z.string().optional(),
  key: z.string().optional(),
  path: z.string().optional(),
  /** Where on the floor, in metres, when it concerns a shape. */
  at: z.tuple([z.number(), z.number()]).optional(),
});
export type Finding = z.infer<typeof Finding>;

/** The answer of every list: `nextCursor` is there as long as there is more. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

/** Query of every list. */
export const ListQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

/** One wrong value in what was sent. `path` is a dotted path or a JSON pointer into the body. */
export const InputError = z.object({ path: z.string(), message: z.string(), words: Words.optional() });
export type InputError = z.infer<typeof InputError>;

/** Every refusal of the API (RFC 9457). `type` is `urn:problem:places-sync:<code>`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  traceId: z.string(),
  hint: z.string().optional(),
  words: Words.optional(),
  runId: z.string().optional(),
  errors: z.array(InputError).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** App roles of the Entra app registration, least first. */
export const Role = z.enum(['Places.Viewer', 'Places.Operator', 'Places.Admin']);
export type Role = z.infer<typeof Role>;
