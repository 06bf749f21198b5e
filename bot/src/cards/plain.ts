/**
 * Text from elsewhere, made harmless for cards, chat messages and mail (reliability-security.md C36): nothing hidden,
 * nothing that turns into a link or a mention, no address of a person.
 */

/** Control, format (bidi, zero width, tags), private and lone surrogate characters, and line ends. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu;
/** Looked for at the start of a word only: a long name without an address takes no more time than a short one. */
const ADDRESS = /(?<![^\s@<>"'(),;:])[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/gu;
/** Joins without a gap: a chat or mail program that looks for web addresses finds none. */
const JOINER = '\u2060';

/** One line of at most `max` characters. @param max counted in code points */
export function plain(text: string, max = 80): string {
  // Cut first: no name is so long that looking for addresses in it takes time.
  const visible = text
    .slice(0, max * 8)
    .replace(HIDDEN, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...visible.replace(ADDRESS, '(address removed)')];
  const short =
    characters.length <= max
      ? characters.join('')
      : `${characters
          .slice(0, max - 1)
          .join('')
          .trimEnd()}…`;
  return withoutLinks(short);
}

function withoutLinks(text: string): string {
  return text
    .replace(/:\/\//gu, ': //')
    .replace(/@/gu, `@${JOINER}`)
    .replace(/</gu, '‹')
    .replace(/>/gu, '›')
    .replace(/\.(?=[\p{L}\p{N}-]*\p{L})/gu, `.${JOINER}`)
    .replace(/\b(mailto|tel|javascript|msteams|data):/giu, `$1 :`);
}
