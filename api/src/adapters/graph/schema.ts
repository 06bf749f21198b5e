/** Only the fields of Graph's answers that are read. Everything else may come and go (graph-places.md section 5). */
import { z } from 'zod';

const text = z.string().nullish();
const number = z.number().nullish();
const emailHolder = z.object({ emailAddress: text }).nullish();

/** A place of any type. */
export const graphPlace = z.object({
  '@odata.type': text,
  id: z.string().min(1),
  placeId: text,
  displayName: text,
  parentId: text,
  address: z
    .object({ street: text, city: text, state: text, postalCode: text, countryOrRegion: text })
    .nullish(),
  geoCoordinates: z.object({ latitude: number, longitude: number }).nullish(),
  isWheelChairAccessible: z.boolean().nullish(),
  phone: text,
  sortOrder: number,
  capacity: number,
  emailAddress: text,
  mailboxDetails: emailHolder,
  mode: z
    .object({ '@odata.type': text, assignedUserEmailAddress: text, assignedUserId: text, reason: text })
    .nullish(),
});
export type GraphPlace = z.infer<typeof graphPlace>;

/** One page of a list. */
export const graphPage = z.object({ value: z.array(z.unknown()), '@odata.nextLink': text });

/** The body of a `$batch` answer. */
export const batchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.coerce.string(),
      status: z.coerce.number(),
      headers: z.record(z.string(), z.coerce.string()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

/** An error or one of its nested inner errors. */
export interface ErrorNode {
  code?: string | null | undefined;
  message?: string | null | undefined;
  'request-id'?: string | null | undefined;
  innerError?: ErrorNode | null | undefined;
  innererror?: ErrorNode | null | undefined;
}
const loose = z.string().nullish().catch(undefined);
const errorNode: z.ZodType<ErrorNode> = z.lazy(() =>
  z.object({
    code: loose,
    message: loose,
    'request-id': loose,
    innerError: errorNode.nullish().catch(undefined),
    innererror: errorNode.nullish().catch(undefined),
  }),
);
export const errorEnvelope = z.object({ error: errorNode });
