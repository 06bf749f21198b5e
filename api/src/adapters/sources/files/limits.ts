/** How much a source may be (issue: bad input; reliability-security.md F50, F51). */
export const LIMITS = {
  /** One uploaded file, and one JSON or CSV document inside an archive; bytes. */
  document: 50 * 1024 * 1024,
  /** Everything in an archive together, unpacked; bytes. */
  unpacked: 200 * 1024 * 1024,
  /** Entries of an archive, folders included. */
  entries: 2_000,
  /** Unpacked to packed size, once an entry is larger than `ratioFrom` bytes. */
  ratio: 100,
  ratioFrom: 1024 * 1024,
  /** Nesting of a JSON document. */
  depth: 32,
} as const;
export type Limits = { readonly [K in keyof typeof LIMITS]: number };
