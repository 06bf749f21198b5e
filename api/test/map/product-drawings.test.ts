/** Drawings through the whole product: from a zip over HTTP to the package that Microsoft takes. */
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkZip } from '../../src/main/cli/validate-map.ts';
import type { Position } from '../../src/core/model/building.ts';
import { Product } from '../product/start-product.ts';
import { polygonsOf, readPlacesZip, type Json } from './check-bytes.ts';
import { ANCHOR, areaOf, asDxf, asSvg, drawnHouse, OUTLINE, ROTATION, SHOWN } from './drawn-house.ts';
import { metresFrom } from './earth.ts';
import { shoelace } from './shoelace.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product?.stop());

/** Rings in metres of the house, as the bytes of the package have them. */
function ringsOf(geometry: Json): Position[][] {
  const turned = (ROTATION * Math.PI) / 180;
  const [sin, cos] = [Math.sin(turned), Math.cos(turned)];
  return polygonsOf(geometry).map(([ring]) =>
    ring.slice(0, -1).map((position: number[]) => {
      const [e, n] = metresFrom(position, [ANCHOR.latitude, ANCHOR.longitude]);
      return [e * cos - n * sin, e * sin + n * cos] as const;
    }),
  );
}

function expectKept(geometry: Json, meant: (typeof SHOWN)[number]): void {
  const rings = ringsOf(geometry);
  const area = rings.reduce((sum, ring) => sum + shoelace(ring), 0);
  expect(Math.abs(area / areaOf(meant) - 1), `${meant.id}: ${area} of ${areaOf(meant)}`).toBeLessThan(0.001);
  for (const [x, y] of meant.corners) {
    const off = Math.min(...rings.flat().map(([rx, ry]) => Math.hypot(rx - x, ry - y)));
    expect(off, `${meant.id} at ${x}, ${y}`).toBeLessThan(0.01);
  }
}

describe('a house of one DXF and one SVG floor', () => {
  it('is imported, mapped without an error and exported with areas within 0.1 % and corners within 1 cm', async () => {
    const zip = zipSync({
      'workplace.json': strToU8(JSON.stringify(drawnHouse())),
      'plans/0.dxf': strToU8(asDxf().content),
      'plans/1.svg': strToU8(asSvg().content),
    });
    const { body } = await product.importFiles({ 'house.zip': zip });
    expect(body.findings ?? []).toEqual([]);
    const id = body.buildings[0].buildingId;
    const map = await product.api('GET', `/api/buildings/${id}/map`);
    const told = map.body.findings.filter((finding: Json) => finding.code !== 'map-not-correlated');
    expect(told.map(({ code, message }: Json) => `${code}: ${message}`)).toEqual([
      'map-drawing: The drawing of "Floor 0": not read and left out: 1 HATCH.',
      'map-drawing: The drawing of "Floor 1": 1 hidden elements were left out.',
    ]);
    const headers = { Authorization: `Bearer ${await product.token('viewer')}`, Accept: 'application/zip' };
    const answer = await fetch(`${product.appUrl}/api/buildings/${id}/map?format=places`, { headers });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(checkZip('map.zip', bytes).filter(({ severity }) => severity === 'error')).toEqual([]);
    const { faults, of } = readPlacesZip(bytes);
    expect(faults).toEqual([]);
    const all = Object.values(of).flat();
    for (const floor of [0, 1])
      for (const meant of SHOWN) {
        const name = `${meant.id} on ${floor}`;
        const found = all.filter(({ properties }) => Object.values(properties.name ?? {}).includes(name));
        expect(found.length, name).toBe(1);
        expectKept(found[0].geometry, meant);
      }
    for (const level of of['level'] ?? []) expectKept(level.geometry, OUTLINE);
  });
});
