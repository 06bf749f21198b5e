import { z } from 'zod';
import { WorkplaceBuilding, WorkplaceHead } from '../../../../contract/workplace.ts';
import type {
  DraftBuilding,
  DraftFloor,
  DraftGeometry,
  DraftPolygon,
  DraftSpace,
} from '../../../../core/model/draft.ts';
import type { Finding } from '../../../../core/model/finding.ts';
import { refused, type Reading } from '../reading.ts';
import { loadPlan, type PackageFiles } from './load-plan.ts';
import { schemaFindings } from './schema-findings.ts';
import { standIn } from './stand-in.ts';
import { unknownFields } from './unknown-fields.ts';
import { say } from '../../../../core/model/sentence.ts';

const Document = WorkplaceHead.extend({ buildings: z.array(z.unknown()).min(1).max(1000) });
const VERSION = /^workplace\/(\d+)(?:\.\d+)?$/;

/** Whether a parsed JSON document means to be a workplace document, of whatever version. */
export const isWorkplace = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('buildings' in value || ('schema' in value && String(value.schema).startsWith('workplace/')));

/**
 * Checks a document against the schema and drafts its buildings. A building that breaks the schema is left
 * out; a broken head leaves out everything, but all problems of all buildings are named all the same.
 * `files` holds the drawings that came with it.
 */
export function readWorkplace(value: unknown, files: PackageFiles): Reading {
  const version = unreadableVersion(value);
  if (version) return version;
  const head = Document.safeParse(value);
  const found: (readonly Finding[])[] = [
    head.success
      ? unknownFields({ ...(value as object), buildings: [] }, head.data, '')
      : schemaFindings(head.error, value, ''),
  ];
  const drafts: DraftBuilding[] = [];
  buildingsOf(value).forEach((sent, i) => {
    const path = `/buildings/${i}`;
    const building = WorkplaceBuilding.safeParse(sent);
    if (!building.success) {
      found.push(schemaFindings(building.error, sent, path));
      const judged = head.success ? standIn(sent, building.error) : undefined;
      if (judged && head.success) {
        drafts.push({ ...draftOf(judged, head.data, path, files).building, invalid: true });
      }
      return;
    }
    found.push(unknownFields(sent, building.data, path));
    if (!head.success) return;
    const draft = draftOf(building.data, head.data, path, files);
    found.push(draft.findings);
    drafts.push(draft.building);
  });
  return { drafts, findings: found.flat() };
}

/** An unknown major version is refused before anything else is judged by the wrong rules. */
function unreadableVersion(value: unknown): Reading | undefined {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  const major = typeof schema === 'string' ? VERSION.exec(schema)?.[1] : undefined;
  if (major === undefined || major === '1') return undefined;
  const message = say`This is a ${{ schema: String(schema) }} document; only workplace/1.x can be read`;
  return refused('schema-version', message, '/schema');
}

function buildingsOf(value: unknown): readonly unknown[] {
  const buildings =
    typeof value === 'object' && value !== null && 'buildings' in value ? value.buildings : [];
  // Array.from: a list with gaps has buildings that are missing, not fewer buildings.
  return Array.isArray(buildings) ? Array.from(buildings.slice(0, 1000)) : [];
}

function draftOf(
  building: WorkplaceBuilding,
  head: WorkplaceHead,
  path: string,
  files: PackageFiles,
): { building: DraftBuilding; findings: Finding[] } {
  const findings: Finding[] = [];
  const shapes = new Map<string, ReadonlyMap<string, DraftPolygon>>();
  const floors = building.floors.map(({ plan, ...floor }, i): DraftFloor => {
    const floorPath = `${path}/floors/${i}`;
    const drawing = plan ? loadPlan(plan, floorPath, files) : undefined;
    findings.push(...(drawing?.findings ?? []));
    if (drawing?.shapes) shapes.set(floor.id, drawing.shapes);
    const kind = plan?.kind;
    return {
      ...floor,
      path: floorPath,
      outline: floor.outline ?? shape(drawing?.shapes, floor.id),
      plan: plan && kind && kind !== 'geojson' ? { ...plan, kind, content: drawing?.content } : undefined,
    };
  });
  const spaces = building.spaces.map(({ attributes, ...space }, i): DraftSpace => ({
    ...space,
    path: `${path}/spaces/${i}`,
    category: attributes?.['category'],
    geometry: space.geometry ?? shape(shapes.get(space.floorId), space.mapRef),
  }));
  const { complete, source } = head;
  return { building: { ...building, path, complete, source, floors, spaces }, findings };
}

/** The shape that a GeoJSON drawing has under an id. */
function shape(
  shapes: ReadonlyMap<string, DraftPolygon> | undefined,
  id: string | null | undefined,
): DraftGeometry | undefined {
  const polygon = id ? shapes?.get(id) : undefined;
  return polygon && { type: 'geo', polygon };
}
