/** Names come from outside and must not become links, images or tables in a report (reliability-security.md section 0). */

/** Text that reads as it is, on one line. */
export function plain(text: string): string {
  return text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(/[\\`*_{}[\]()#|<>&~!]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\./gi, '\\$&');
}

/** A command on its own lines; the fence is longer than any run of back-ticks inside. */
export function codeBlock(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}powershell\n${code}\n${fence}`;
}

/** A heading with its lines, or nothing when there are none. */
export const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
