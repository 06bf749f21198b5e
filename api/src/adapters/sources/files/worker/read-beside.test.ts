import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../core/model/app-error.ts';
import { createFileSource } from '../file-source.ts';
import { LIMITS } from '../limits.ts';
import { readUploads } from '../read-uploads.ts';
import { file, jsonFile, zipOf } from '../testing/uploads.ts';
import { changed, workplaceDocument } from '../testing/workplace-document.ts';
import { readBeside } from './read-beside.ts';

const refusal = (code: string) =>
  expect.objectContaining({ name: 'AppError', kind: 'tooLarge', code }) as unknown;
const broken = jsonFile('a.json', changed(workplaceDocument(), '/buildings/0/spaces/1/floorId', 'nowhere'));

describe('reading beside the server', () => {
  it.each([
    ['a good document', [jsonFile('a.json', workplaceDocument())]],
    ['a document with an error', [broken]],
    ['nothing', []],
  ])('gives the same for %s', async (_what, files) => {
    expect(await readBeside(files, LIMITS)).toEqual(readUploads(files, LIMITS));
  });

  it('hands a refusal over as what it is', async () => {
    const entries = Array.from({ length: 30 }, (_, i) => ({ name: `f${i}`, content: 'x' }));
    const limits = { ...LIMITS, entries: 20 };
    const answer = readBeside([file('a.zip', zipOf(entries))], limits);
    await expect(answer).rejects.toEqual(refusal('zip-entries'));
    await expect(answer).rejects.toBeInstanceOf(AppError);
  });

  it('refuses what takes more memory than a reader may use; the server lives on', async () => {
    const allocations = Array.from({ length: 350 }, () => ({}));
    const desk = { id: 'd', kind: 'desk', floorId: '1', name: 'd', bookable: true, allocations };
    const spaces = Array.from({ length: 1000 }, () => desk);
    const hungry = jsonFile('a.json', changed(workplaceDocument(), '/buildings/0/spaces', spaces));
    const limits = { ...LIMITS, megabytes: 60 };
    await expect(readBeside([hungry], limits)).rejects.toEqual(refusal('too-much-memory'));
  });

  it('keeps the server answering while a large upload is read', async () => {
    const spaces = Array.from({ length: 15_000 }, (_, i) => ({
      id: `d${i}`,
      kind: 'desk',
      floorId: '1',
      name: `Desk ${i}`,
      bookable: true,
    }));
    const large = jsonFile('a.json', changed(workplaceDocument(), '/buildings/0/spaces', spaces));
    let turns = 0;
    const turn = setInterval(() => turns++, 1);
    const { buildings } = await createFileSource().readFiles([large]);
    clearInterval(turn);
    expect(buildings[0]?.floors[0]?.spaces).toHaveLength(15_000);
    expect(turns).toBeGreaterThan(3);
  });
});
