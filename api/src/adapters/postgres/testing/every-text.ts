/** Everything that a database holds, as whoever reads its files would see it. */
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** Every row of every table as text, by `table.column`; bytes twice: as letters and as hexadecimal digits. */
export async function everyText(owner: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string; type: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
      and a.attnum > 0 and not a.attisdropped order by 1, 2, a.attnum`.execute(owner);
  const texts = new Map<string, string>();
  for (const { schema, table, column, type } of columns) {
    const name = sql.id(column);
    const text =
      type === 'bytea' ? sql`encode(${name}, 'escape') || ' ' || encode(${name}, 'hex')` : sql`${name}::text`;
    const { rows } = await sql<{ text: string | null }>`
      select ${text} as text from ${sql.id(schema, table)}`.execute(owner);
    texts.set(`${table}.${column}`, rows.map((row) => row.text ?? '').join('\n'));
  }
  return texts;
}

/** The columns that hold one of these words, in letters of any size, in hexadecimal digits or in base64. */
export function columnsWith(texts: ReadonlyMap<string, string>, words: readonly string[]): string[] {
  const forms = words.flatMap(formsOf);
  return [...texts]
    .filter(([, text]) => {
      const small = text.toLowerCase();
      return forms.some((form) => small.includes(form.toLowerCase()));
    })
    .map(([column]) => column)
    .sort();
}

/** In base64 a word looks in three ways, as it begins at one or another of three bytes; its ends mix with what is beside. */
const formsOf = (word: string): string[] => [
  word,
  Buffer.from(word).toString('hex'),
  ...[0, 1, 2].map((before) => {
    const text = Buffer.from(' '.repeat(before) + word)
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(before === 0 ? 0 : before + 1, text.length - 2);
  }),
];
