import type { SourceFile } from '../../../ports/source-reader.ts';
import { readCsv } from './csv/read-csv.ts';
import { decodeText } from './decode-text.ts';
import { featureTypeOf } from './imdf/archive.ts';
import { readImdf } from './imdf/read-imdf.ts';
import { parseJson } from './json/safe-json.ts';
import type { Limits } from './limits.ts';
import { refused, type Reading } from './reading.ts';
import { isZip } from './zip/unpack.ts';
import { isWorkplace, readWorkplace } from './workplace/read-workplace.ts';
import { say, spoken } from '../../../core/model/sentence.ts';
import type { Finding } from '../../../core/model/finding.ts';

/** Files that belong together: an unpacked archive, or what was uploaded side by side. */
export interface Package {
  readonly name: string;
  readonly files: readonly SourceFile[];
}

/** Left behind by operating systems. */
const DEBRIS = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;

/** Recognises by content what a package is and reads it. Takes the first kind that fits. */
export function readPackage({ name, files }: Package, limits: Limits): Reading {
  const useful = files.filter((file) => !DEBRIS.test(file.name) && file.bytes.length > 0);
  if (useful.length === 0) return refused('nothing-in-it', say`${{ name }} is empty`, name);
  const documents = useful.filter((file) => looksLikeJson(file) && !isImdfFile(file));
  const workplace = readDocuments(documents, useful, limits);
  const imdf = imdfArchives(useful);
  if (imdf.length > 0 && !workplace.found) {
    const ignored = ignoredBeside(files, new Set(imdf.flat()));
    return together([...imdf.map((archive) => readImdf(archive, name)), { drafts: [], findings: ignored }]);
  }
  if (documents.length > 0) return workplace.reading;
  const tables = useful.filter(looksLikeTable);
  if (tables.length > 0) return readCsv(tables, limits);
  const nested = useful.find(({ bytes }) => isZip(bytes));
  if (nested) {
    return refused(
      'zip-in-zip',
      say`${{ name }} holds another archive (${{ nested: nested.name }}); upload that one by itself`,
      name,
    );
  }
  return refused('unknown-kind', say`${{ name }} is nothing that can be read`, name, WHAT_CAN_BE_READ);
}

/** Of the files that were not looked at so many are named. */
const NAMED = 10;

/** A file that looks as if it belonged to the archive, or is empty, may be missed by somebody. */
function ignoredBeside(files: readonly SourceFile[], read: ReadonlySet<SourceFile>): Finding[] {
  const names = files.filter((file) => !read.has(file) && !DEBRIS.test(file.name)).map(({ name }) => name);
  if (names.length === 0) return [];
  const shown = [...names.slice(0, NAMED), ...(names.length > NAMED ? ['…'] : [])];
  const message = say`Files that are no part of an IMDF archive, or are empty, were not read: ${{ names: shown }}`;
  return [{ code: 'imdf-files-ignored', severity: 'info', ...spoken({ message }) }];
}

const WHAT_CAN_BE_READ = say`Upload a workplace/1.0 document (JSON, or a zip with its drawings), rooms.csv and desks.csv, or an IMDF archive.`;

const together = (readings: readonly Reading[]): Reading => ({
  drafts: readings.flatMap(({ drafts }) => drafts),
  findings: readings.flatMap(({ findings }) => findings),
});

/** A feature file or manifest by its name, unless it turns out to be a workplace document. */
function isImdfFile(file: SourceFile): boolean {
  const named = featureTypeOf(file.name) !== undefined || /(^|\/)manifest\.json$/i.test(file.name);
  if (!named || /\.geojson$/i.test(file.name)) return named;
  return !/"schema"\s*:\s*"workplace\//.test(decodeText(file).text);
}

const IMDF_CORE: readonly (string | undefined)[] = ['building', 'level', 'unit', 'venue'];

/** IMDF files by folder; a folder counts when it has one of the feature types that a building needs. */
function imdfArchives(files: readonly SourceFile[]): SourceFile[][] {
  const folders = new Map<string, SourceFile[]>();
  for (const file of files.filter(isImdfFile)) {
    const folder = folders.get(folderOf(file.name));
    if (folder) folder.push(file);
    else folders.set(folderOf(file.name), [file]);
  }
  return [...folders.values()].filter((folder) =>
    folder.some(({ name }) => IMDF_CORE.includes(featureTypeOf(name))),
  );
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** First character that is not white space or a byte order mark; zero bytes of UTF-16 do not count. */
function firstCharacter({ bytes }: SourceFile): string {
  const ignored = [0, 9, 10, 13, 32, 0xef, 0xbb, 0xbf, 0xfe, 0xff];
  const byte = bytes.subarray(0, 1000).find((value) => !ignored.includes(value));
  return byte === undefined ? '' : String.fromCharCode(byte);
}

const looksLikeJson = (file: SourceFile): boolean => ['{', '['].includes(firstCharacter(file));

/** Text with a separator in its first line, or named as a table. */
function looksLikeTable(file: SourceFile): boolean {
  if (isZip(file.bytes) || firstCharacter(file) === '<') return false;
  if (/\.csv$/i.test(file.name)) return true;
  const [line = ''] = decodeText({ name: file.name, bytes: file.bytes.subarray(0, 4000) }).text.split(
    /\r?\n/,
  );
  return /[,;\t]/.test(line) && !/\p{Cc}/u.test(line.replaceAll('\t', ''));
}

/** The workplace documents among JSON files; other JSON files of a package may be drawings. */
function readDocuments(
  documents: readonly SourceFile[],
  all: readonly SourceFile[],
  limits: Limits,
): { found: boolean; reading: Reading } {
  const readings: Reading[] = [];
  const others: Reading[] = [];
  for (const file of documents) {
    const { text, findings } = decodeText(file);
    const parsed = parseJson(text, file.name, limits);
    if (parsed.findings) others.push({ drafts: [], findings: parsed.findings });
    else if (isWorkplace(parsed.value)) {
      const { drafts, findings: more } = readWorkplace(parsed.value, besides(file, all));
      readings.push({ drafts, findings: [...findings, ...more] });
    } else {
      others.push(
        refused(
          'unknown-json',
          say`${{ name: file.name }} is not a workplace document`,
          file.name,
          WHAT_CAN_BE_READ,
        ),
      );
    }
  }
  const found = readings.length > 0;
  return { found, reading: together(found ? readings : others) };
}

/** The files of a package as a document sees them: from its own folder. */
function besides(document: SourceFile, files: readonly SourceFile[]): Map<string, SourceFile> {
  const folder = folderOf(document.name);
  return new Map(
    files.filter(({ name }) => name.startsWith(folder)).map((file) => [file.name.slice(folder.length), file]),
  );
}
