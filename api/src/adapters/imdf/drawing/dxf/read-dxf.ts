/** A DXF floor plan: closed outlines by their handle and by the text that stands in them. */
import type { Drawing } from '../../../../core/map/drawing.ts';
import { say, type Sentence } from '../../../../core/model/sentence.ts';
import { Collected } from '../collected.ts';
import { DxfDocument } from './dxf-document.ts';
import { DxfDrafting } from './dxf-drafting.ts';
import { DxfRecords } from './dxf-records.ts';

/** Metres of `$INSUNITS` (DXF reference, header variables); what is not here says nothing. */
const UNITS: Readonly<Record<string, number>> = {
  1: 0.0254,
  2: 0.3048,
  3: 1609.344,
  4: 0.001,
  5: 0.01,
  6: 1,
  7: 1000,
  10: 0.9144,
  14: 0.1,
  15: 10,
  16: 100,
  21: 1200 / 3937,
};

/**
 * Text DXF of every version. Positions are those of the model space.
 * @param tolerance how far a flattened curve may be off, in units of the drawing
 */
export function readDxf(content: string, tolerance: number): Drawing {
  const refused = refusal(content);
  if (refused) return unread(refused);
  const found = new Collected();
  const records = new DxfRecords(content);
  const document = new DxfDocument(records, (kind) => found.leaveOut(kind));
  if (!document.isDxf) return unread(say`it is not a DXF that can be read.`);
  new DxfDrafting(document, found, tolerance).draw();
  if (records.broken)
    found.note({ severity: 'warning', said: say`it is damaged and was read up to the fault.` });
  return found.drawing(false, UNITS[document.header.get('$INSUNITS') ?? '']);
}

const unread = (said: Sentence): Drawing => ({
  yDown: false,
  elements: new Map(),
  notes: [{ severity: 'warning', said, hint: say`Save the drawing as a text (ASCII) DXF.` }],
});

function refusal(content: string): Sentence | undefined {
  if (content.startsWith('AutoCAD Binary DXF')) return say`it is a binary DXF, and only text DXF is read.`;
  if (/^AC1\d{3}/.test(content)) return say`it is a DWG, not a DXF.`;
  return undefined;
}
