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
  /** Objects and lists of a document that is read within the server, positions not counted. */
  nodes: 1_000_000,
  /** Objects and lists of any JSON file, positions counted too: what they need fits into memory. */
  brackets: 8_000_000,
  /** Rows of a table. */
  rows: 200_000,
  /** One row of a table, characters. */
  row: 2_000_000,
  /** Memory of the thread that reads a large upload. */
  megabytes: 2048,
} as const;
export type Limits = { readonly [K in keyof typeof LIMITS]: number };
