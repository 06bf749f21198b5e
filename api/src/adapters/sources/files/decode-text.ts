import type { Finding } from '../../../core/model/finding.ts';
import type { SourceFile } from '../../../ports/source-reader.ts';
import { say, spoken } from '../../../core/model/sentence.ts';

/** The text of a file and, when it was not plain UTF-8, a word about it. */
export interface DecodedText {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Decodes by byte order mark, then by content: UTF-16 shows by its zero bytes, what is no UTF-8 is taken for
 * Windows-1252, the encoding in which spreadsheets save by default in Western Europe.
 */
export function decodeText({ name, bytes }: SourceFile): DecodedText {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding === 'utf-8') return { text, findings: [] };
  const guessed = encoding === 'windows-1252';
  const finding: Finding = {
    code: 'encoding',
    severity: guessed ? 'warning' : 'info',
    ...spoken({
      message: say`${{ name }} is not UTF-8; it was read as ${{ encoding: encoding.toUpperCase() }}`,
      hint: guessed
        ? say`Check letters such as ä, é or ø in the names, or save the file as UTF-8.`
        : undefined,
    }),
    path: name,
  };
  return { text, findings: [finding] };
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0 && bytes.length % 2 === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && bytes.length % 2 === 0) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
