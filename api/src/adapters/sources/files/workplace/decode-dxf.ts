import type { SourceFile } from '../../../../ports/source-reader.ts';
import { decodeText, type DecodedText } from '../decode-text.ts';

/** `$DWGCODEPAGE` where its number is not that of a Windows code page. */
const ENCODINGS: Readonly<Record<string, string>> = {
  '874': 'windows-874',
  '932': 'shift_jis',
  '936': 'gbk',
  '949': 'euc-kr',
  '950': 'big5',
  '1361': '',
};
/** The header is at the beginning; the variable is in its first lines. */
const HEADER = 65_536;

/**
 * The text of a DXF. Up to AutoCAD 2006 its letters are in the code page that its header names, since then in UTF-8;
 * other programs write UTF-8 whatever they name.
 */
export function decodeDxf(file: SourceFile): DecodedText {
  const decoded = decodeText(file);
  const guessed = decoded.findings.some(({ severity }) => severity === 'warning');
  if (!guessed) return decoded;
  const [, page] =
    /\$DWGCODEPAGE\s+3\s+(?:ANSI|DOS|CP)?_?(\d{3,4})\s/i.exec(decoded.text.slice(0, HEADER)) ?? [];
  const encoding = page === undefined ? '' : (ENCODINGS[page] ?? windows(page));
  return encoding === '' ? decoded : { text: new TextDecoder(encoding).decode(file.bytes), findings: [] };
}

const windows = (page: string): string => (/^125[0-8]$/.test(page) ? `windows-${page}` : '');
