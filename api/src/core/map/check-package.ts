/** Reads a map package and names every fault in it: what Microsoft would refuse, and what people would miss. */
import type { Finding } from '../model/finding.ts';
import { checkFeature, type CheckedFeature, type PackageLayer } from './check-feature.ts';
import { checkLayout } from './check-layout.ts';
import { broken } from './package-rules.ts';
import { say } from '../model/sentence.ts';

const REQUIRED: readonly PackageLayer[] = ['building', 'footprint', 'level', 'unit'];
const LAYERS: readonly PackageLayer[] = [...REQUIRED, 'section', 'fixture'];

/** @param files name in the zip and text; null when the bytes are not UTF-8 */
export function checkPackage(files: ReadonlyMap<string, string | null>): Finding[] {
  const findings: Finding[] = [];
  const features: CheckedFeature[] = [];
  // One by one: a package can have more faults than a call can have arguments.
  for (const [name, text] of files) {
    const layer = LAYERS.find((one) => name === `${one}.geojson`);
    if (layer) for (const feature of readLayer(layer, text, findings)) features.push(feature);
    else findings.push(strangeFile(name));
  }
  for (const layer of REQUIRED) {
    if (!files.has(`${layer}.geojson`)) findings.push(broken('file-missing', `${layer}.geojson`));
  }
  return [...findings, ...checkTogether(features, files), ...checkLayout(features)];
}

function strangeFile(name: string): Finding {
  const base = name.split('/').pop() ?? '';
  const known = LAYERS.some((layer) => base === `${layer}.geojson`);
  return broken(known ? 'file-in-folder' : 'file-not-accepted', name, { path: name });
}

function readLayer(layer: PackageLayer, text: string | null, findings: Finding[]): CheckedFeature[] {
  const file = `${layer}.geojson`;
  const value = parse(text);
  if (value === undefined) {
    findings.push(broken('file-not-json', file));
    return [];
  }
  const collection: { type?: unknown; features?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const members = Object.keys(collection);
  const plain = members.length === 2 && collection.type === 'FeatureCollection';
  if (!plain || !Array.isArray(collection.features)) {
    findings.push(broken('file-not-collection', file));
  }
  const list: unknown[] = Array.isArray(collection.features) ? collection.features : [];
  return list.flatMap((item, index) => {
    const feature = checkFeature(item, layer, `${file}#/features/${index}`, findings);
    return feature ? [feature] : [];
  });
}

function parse(text: string | null): unknown {
  if (text === null || text.startsWith('\uFEFF')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Counts, references and links over the whole package. */
function checkTogether(features: readonly CheckedFeature[], files: ReadonlyMap<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  const of = (layer: PackageLayer) => features.filter((feature) => feature.layer === layer);
  const buildings = of('building');
  if (files.has('building.geojson') && buildings.length !== 1) {
    findings.push(broken('building-count', say`The package`));
  }
  if (files.has('level.geojson') && of('level').length === 0)
    findings.push(broken('level-missing', say`The package`));
  if (files.has('footprint.geojson') && of('footprint').length === 0)
    findings.push(broken('footprint-missing', say`The package`));
  const known = {
    building: new Set(buildings.map(({ id }) => id)),
    level: new Set(of('level').map(({ id }) => id)),
  };
  const ids = new Set<string>();
  const places = new Set<string>();
  for (const feature of features) {
    const { id, what, path, refs, placeId, layer } = feature;
    if (ids.has(id)) findings.push(broken('feature-id-twice', what, { path }));
    ids.add(id);
    for (const ref of refs) {
      if (!known[ref.layer].has(ref.id))
        findings.push(broken('reference-lost', what, { path, detail: `${ref.layer} ${ref.id}` }));
    }
    if (placeId === null) {
      if (layer === 'building' || layer === 'level')
        findings.push(broken(`${layer}-not-linked`, what, { path }));
    } else if (places.has(placeId)) findings.push(broken('place-twice', what, { path, detail: placeId }));
    else places.add(placeId);
  }
  return findings;
}
