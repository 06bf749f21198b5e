/** Words of a DXF without their formatting. */

/** Code pages of `\M+nXXXX`. */
const PAGES: Readonly<Record<string, string>> = { '1': 'shift_jis', '2': 'big5', '3': 'euc-kr', '5': 'gbk' };

/** `\U+00C4` and `\M+182A0`: letters that the file's encoding does not have. */
const letters = (text: string): string =>
  text
    .replace(/\\U\+([\da-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\M\+(\d)([\da-f]{4})/gi, (all, page: string, hex: string) => {
      const encoding = PAGES[page];
      return encoding === undefined
        ? all
        : new TextDecoder(encoding).decode(Uint8Array.from(Buffer.from(hex, 'hex')));
    });

const SIGNS: Readonly<Record<string, string>> = { c: 'Ø', d: '°', p: '±', '%': '%', u: '', o: '', k: '' };

/** `%%c`, `%%d`, `%%p`, `%%065`; switches of underlining have no letter. */
const signs = (text: string): string =>
  text.replace(/%%(\d{3}|[cdpuok%])/gi, (all, sign: string) =>
    sign.length === 3 ? String.fromCharCode(Number(sign)) : (SIGNS[sign.toLowerCase()] ?? all),
  );

const tidy = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');

/** A single-line text. */
export const lineOfText = (text: string): string[] => tidy([signs(letters(text)).replace(/\^[IJM]/g, ' ')]);

/** Codes of a multi-line text that stand alone, and those that go on to a semicolon. */
const MTEXT = /\\([\\{}])|\\([PNX~])|\\([LlOoKk])|\\S([^;\\]*);|\\[ACcFfHhpQTW][^;\\{}]*;|\^([IJM ])|[{}]/g;

/** A multi-line text: `{\fArial;Birch}\P4 seats` is two lines. */
export function linesOfMtext(text: string): string[] {
  const plain = letters(text).replace(
    MTEXT,
    (_all, escaped?: string, jump?: string, _toggle?: string, stacked?: string, caret?: string) => {
      if (escaped !== undefined) return escaped;
      if (jump !== undefined) return jump === '~' ? ' ' : '\n';
      if (stacked !== undefined) return stacked.replace(/[#^]/, '/');
      if (caret !== undefined) return caret === 'J' ? '\n' : caret === ' ' ? '^' : ' ';
      return '';
    },
  );
  return tidy(signs(plain).split('\n'));
}
