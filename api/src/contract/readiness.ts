import { z } from 'zod';
import { Words } from './common.ts';

/** One thing that must be in place before a first sync, checked live where it can be. */
export const ReadinessItem = z.object({
  code: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'problem', 'unknown']),
  detail: z.string(),
  hint: z.string().optional(),
  words: Words.optional(),
  command: z.string().optional(),
});
export type ReadinessItem = z.infer<typeof ReadinessItem>;

/** `fresh=true`: check again from the start, with a new token; without it roles may be up to an hour old. */
export const FreshQuery = z.object({ fresh: z.enum(['true', 'false']).optional() });

/** Answer of `GET /api/readiness`. */
export const Readiness = z.object({ items: z.array(ReadinessItem) });
export type Readiness = z.infer<typeof Readiness>;

/** Answer of `GET /api/info`: what a page needs before anybody has signed in. */
export const Info = z.object({
  mode: z.enum(['sandbox', 'live']),
  tenantId: z.string(),
  clientId: z.string(),
  /** Base address of the sign-in service; differs in national clouds. */
  signInUrl: z.string(),
  /** Where the tab opens inside its host; the tab sends people there who open it outside. */
  teamsUrl: z.string().optional(),
});
export type Info = z.infer<typeof Info>;
