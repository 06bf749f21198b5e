/** Regular expressions of PostgreSQL that find a person in the text of a JSON column. */
import type { PersonWanted } from '../../ports/personal-data.ts';
import { ERASED } from './erased.ts';

export interface PersonPatterns {
  readonly names: readonly string[];
  /** Matches every field that names the person; its first group is the field. */
  readonly find: string;
  /** In this order. */
  readonly replacements: readonly { readonly pattern: string; readonly by: string }[];
}

/** A person, with what is in the sealed text of their address (ports/address-seals.ts). */
export interface PersonSought extends PersonWanted {
  readonly marks: readonly string[];
}

/** Fields that hold nothing but the name of a person. */
const NAME_FIELDS = 'createdBy|requestedBy|actingAs|decidedBy|by';
/** What stands before the name in `readAs` of a plan, in json and in jsonb. */
const READ_AS = '"who": ?"[^"]*",(?: ?"why": ?"[^"]*",)?';

export function personPatterns(person: PersonSought, names: readonly string[]): PersonPatterns {
  const { userId, email } = person;
  const id = literal(userId);
  const anyText = String.raw`"(?:[^"\\]|\\.)*"`;
  const named = names.map(literal).join('|');
  const address = email === undefined ? undefined : addressOf(email, person.marks);
  const replacements = [
    // An id and the name beside it, in the order of json and of jsonb.
    { pattern: `"userId": ?${id}, ?"name": ?${anyText}`, by: `"userId":"","name":"${ERASED}"` },
    { pattern: `"name": ?${anyText}, ?"userId": ?${id}`, by: `"userId":"","name":"${ERASED}"` },
    { pattern: `"userId": ?${id}`, by: '"userId":""' },
    ...(named === ''
      ? []
      : [{ pattern: `"(${NAME_FIELDS})": ?(?:${named})`, by: String.raw`"\1":"${ERASED}"` }]),
    ...(named === ''
      ? []
      : [{ pattern: `(${READ_AS}) ?"name": ?(?:${named})`, by: String.raw`\1"name":"${ERASED}"` }]),
    // No address: the desk counts as assigned to nobody (core/desired/desk-mode.ts).
    ...(address === undefined ? [] : [{ pattern: `"email": ?${address}`, by: '"email":""' }]),
  ];
  const fields = [
    `(?:userId)": ?${id}`,
    ...(named === '' ? [] : [`(?:${NAME_FIELDS})": ?(?:${named})`]),
    ...(named === '' ? [] : [`${READ_AS.slice(1)} ?"name": ?(?:${named})`]),
    ...(address === undefined ? [] : [`(?:email)": ?${address}`]),
  ];
  // A field, looked ahead for together with its value, so that the group is the field alone.
  return { names, find: `"(?=${fields.join('|')})(\\w+)"`, replacements };
}

/** Sealed, or in clear as it was kept before. */
const addressOf = (email: string, marks: readonly string[]): string =>
  `(?:${[literal(email), ...marks.map((mark) => `"sealed:[^"]*${mark}[^"]*"`)].join('|')})`;

/** The JSON text of a value, as a regular expression that matches nothing else. */
const literal = (value: string): string =>
  JSON.stringify(value).replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
