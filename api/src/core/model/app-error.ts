import { spoken } from './sentence.ts';
import type { Sentence, Words } from './sentence.ts';
/** What a caller can do about an error; `http` maps it to a status, `jobs` to retry or stop. */
export type ErrorKind =
  'input' | 'notFound' | 'conflict' | 'permission' | 'guarded' | 'transient' | 'tooLarge' | 'bug';

/** One wrong value in what was sent. */
export interface InputError {
  readonly path: string;
  readonly message: string;
  /** `message` with its values apart. */
  readonly words?: Words | undefined;
}

interface Details {
  readonly hint?: string;
  readonly errors?: readonly InputError[];
  /** The run in the way of a start. */
  readonly runId?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Details as they are given: the hint may come with its values apart. */
type GivenDetails = Omit<Details, 'hint'> & { readonly hint?: string | Sentence };

/** The only error the product throws on purpose. `code` is stable and kebab-case; `message` is for a person. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: Details;
  /** `detail` (the message) and `hint` with their values apart, for other languages. */
  readonly words: Words | undefined;

  constructor(kind: ErrorKind, code: string, message: string | Sentence, given: GivenDetails = {}) {
    const { hint: said, ...rest } = given;
    const { detail, hint, words } = spoken({ detail: message, hint: said });
    super(detail, { cause: given.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.details = hint === undefined ? rest : { ...rest, hint };
    this.words = words;
  }
}
