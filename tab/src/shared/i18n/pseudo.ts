const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ö',
  u: 'ü',
  A: 'Å',
  E: 'É',
  O: 'Ø',
};

/** Every text 40 % longer and accented, placeholders untouched: shows texts that break a layout or were never translated. */
export function lengthen<T extends Readonly<Record<string, string>>>(messages: T): T {
  const entries = Object.entries(messages).map(([key, text]) => {
    const accented = text.replace(/\{[^}]*\}|[aeiouAEO]/g, (part) => ACCENTS[part] ?? part);
    return [key, `[${accented}${'~'.repeat(Math.ceil(text.length * 0.4))}]`];
  });
  return Object.fromEntries(entries) as T;
}
