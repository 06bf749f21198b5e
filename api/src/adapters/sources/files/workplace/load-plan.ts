import type { DraftPolygon } from '../../../../core/model/draft.ts';
import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import { decodeText } from '../decode-text.ts';
import { decodeDxf } from './decode-dxf.ts';
import { fieldOf, polygonOf } from '../geojson.ts';
import { parseJson } from '../json/safe-json.ts';
import { LIMITS } from '../limits.ts';
import { saidIn, say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

/** The files of a package by their path, seen from the folder of `workplace.json`. */
export type PackageFiles = ReadonlyMap<string, SourceFile>;

interface Drawing {
  /** Text of an SVG or DXF drawing. */
  readonly content?: string;
  /** Shapes of a GeoJSON drawing by the id of their feature. */
  readonly shapes?: ReadonlyMap<string, DraftPolygon>;
  readonly findings: readonly Finding[];
}

/** A drawing larger than this is not carried along, bytes. */
const LARGEST_DRAWING = 5 * 1024 * 1024;

/** Fetches the drawing of a floor out of the package. Whatever is wrong with it costs the drawing, not the floor. */
export function loadPlan(
  plan: { readonly kind: 'svg' | 'dxf' | 'image' | 'geojson'; readonly href: string },
  path: string,
  files: PackageFiles,
): Drawing {
  const without = (code: string, message: Sentence): Drawing => ({
    findings: [{ code, severity: 'warning', ...spoken({ message }), path: `${path}/plan/href` }],
  });
  if (plan.kind === 'image') return { findings: [] };
  const file = files.get(plan.href.replace(/^\.\//, ''));
  if (!file)
    return without('plan-missing', say`The drawing ${{ name: shorten(plan.href) }} is not in the package`);
  if (file.bytes.length > LARGEST_DRAWING)
    return without('plan-too-large', say`${{ name: file.name }} is larger than 5 MB`);
  if (plan.kind === 'dxf') return loadDxf(file, without);
  const { text, findings } = decodeText(file);
  if (plan.kind === 'geojson') return shapesOf(text, file.name, without);
  const content = text.replace(HARMLESS_DOCTYPE, '');
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(content)) {
    return without(
      'plan-unsafe',
      say`${{ name: file.name }} declares entities or a document type of its own and was not read`,
    );
  }
  return { content, findings };
}

function loadDxf(file: SourceFile, without: (code: string, message: Sentence) => Drawing): Drawing {
  const { text, findings } = decodeDxf(file);
  // Only the drawing programs themselves can read the binary forms.
  if (/^(?:AutoCAD Binary DXF|AC1\d{3})/.test(text) || text.includes('\u0000'))
    return without('plan-unreadable', say`${{ name: file.name }} is not a text DXF: save it as ASCII DXF`);
  return { content: text, findings };
}

/** What older drawing programs write: it names the SVG standard and declares nothing. */
const HARMLESS_DOCTYPE = /<!DOCTYPE\s+svg(?:\s+PUBLIC\s+"[^"<>]*"\s+"[^"<>]*"|\s+SYSTEM\s+"[^"<>]*")?\s*>/i;

const shorten = (href: string): string => (href.length > 80 ? `${href.slice(0, 77)}…` : href);

function shapesOf(
  text: string,
  name: string,
  without: (code: string, message: Sentence) => Drawing,
): Drawing {
  const parsed = parseJson(text, name, LIMITS);
  if (parsed.findings)
    return without(
      'plan-unreadable',
      parsed.findings[0] ? saidIn(parsed.findings[0], 'message') : say`${{ name }} cannot be read`,
    );
  const features = fieldOf(parsed.value, 'features');
  if (!Array.isArray(features))
    return without('plan-unreadable', say`${{ name }} is not a GeoJSON feature collection`);
  const shapes = new Map<string, DraftPolygon>();
  for (const feature of features as unknown[]) {
    const id = fieldOf(feature, 'id') ?? fieldOf(fieldOf(feature, 'properties'), 'id');
    const geometry = polygonOf(fieldOf(feature, 'geometry'));
    if ((typeof id === 'string' || typeof id === 'number') && geometry) shapes.set(String(id), geometry);
  }
  return { shapes, findings: [] };
}
