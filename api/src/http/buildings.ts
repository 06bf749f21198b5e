/** Buildings, their sources and the ledger. */
import type { RequestHandler } from 'express';
import express from 'express';
import multer from 'multer';
import type { FetchSource } from '../contract/index.ts';
import type { Deps } from '../engine/deps.ts';
import { fetchSource } from '../engine/fetch-source.ts';
import { getBuilding } from '../engine/get-building.ts';
import { importFiles } from '../engine/import-source.ts';
import { knownPlaces } from '../engine/known-places.ts';
import { listBuildings } from '../engine/list-buildings.ts';
import { putBuilding } from '../engine/put-building.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId } from '../core/model/place.ts';
import type { SourceFile } from '../ports/source-reader.ts';
import type { Call, Handlers } from './bind-routes.ts';
import { parseJsonBody } from './json-body.ts';
import { showKnown } from './show.ts';
import { say } from '../core/model/sentence.ts';

const MEGABYTE = 1024 * 1024;
const DOCUMENT_LIMIT = 50 * MEGABYTE;
const MAX_FILES = 20;
const SOURCE_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

type BuildingHandlers = Pick<
  Handlers,
  'listBuildings' | 'getBuilding' | 'putBuilding' | 'importFiles' | 'fetchSource' | 'listKnown'
>;

export function buildingHandlers(deps: Deps): BuildingHandlers {
  return {
    listBuildings: async ({ caller, query }) => ({
      status: 200,
      body: await listBuildings(deps, caller.tenantId, query),
    }),
    getBuilding: async ({ caller, params }) => ({
      status: 200,
      body: await getBuilding(deps, caller.tenantId, params['buildingId'] as BuildingId),
    }),
    putBuilding: async (call) => {
      const document = parseJsonBody(await rawBody(call, ['json']));
      const { created, ...stored } = await putBuilding(deps, {
        tenant: call.caller.tenantId,
        source: sourceName(call),
        sourceKey: call.params['sourceKey'] ?? '',
        document,
        by: call.caller,
      });
      return { status: created ? 201 : 200, body: stored };
    },
    importFiles: async (call) => ({
      status: 200,
      body: await importFiles(deps, {
        tenant: call.caller.tenantId,
        source: sourceName(call),
        files: await uploadedFiles(call),
        dryRun: call.query['dryRun'] === 'true',
        by: call.caller,
      }),
    }),
    fetchSource: async (call) => {
      const { address, dryRun = false } = call.body as FetchSource;
      const input = { tenant: call.caller.tenantId, source: sourceName(call), by: call.caller };
      return { status: 200, body: await fetchSource(deps, { ...input, address, dryRun }) };
    },
    listKnown: async ({ caller, params, query }) => {
      const page = await knownPlaces(deps, caller.tenantId, params['buildingId'] as BuildingId, query);
      return { status: 200, body: { ...page, items: page.items.map(showKnown) } };
    },
  };
}

function sourceName({ params }: Call): string {
  const name = params['source'] ?? '';
  if (SOURCE_NAME.test(name)) return name;
  throw new AppError(
    'input',
    'invalid-source-name',
    'The name of a source is 1 to 40 small letters, digits or hyphens.',
    {
      errors: [{ path: 'source', message: 'small letters, digits and hyphens only' }],
    },
  );
}

/** Runs a body parser of Express as a promise. */
const parsed = (parser: RequestHandler, { request, response }: Call): Promise<void> =>
  new Promise((resolve, reject) => {
    parser(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else
        reject(error instanceof Error ? error : new Error('The body could not be read.', { cause: error }));
    });
  });

async function rawBody(call: Call, types: string[]): Promise<Uint8Array> {
  if (call.request.is(types) === false) {
    throw new AppError('input', 'unsupported-media-type', 'Send the document as application/json.');
  }
  await parsed(express.raw({ type: () => true, limit: DOCUMENT_LIMIT }), call);
  return Buffer.isBuffer(call.request.body) ? call.request.body : Buffer.alloc(0);
}

/** The `files` parts of a form, or one raw body under the name its type suggests. */
async function uploadedFiles(call: Call): Promise<SourceFile[]> {
  const files = call.request.is('multipart/form-data') ? await formFiles(call) : await bodyFile(call);
  if (files.length > 0 && files.some((file) => file.bytes.length > 0)) return files;
  throw new AppError('input', 'no-files', 'No file came with the request.', {
    hint: 'Send one or more "files" parts, or the file itself as the body.',
    errors: [{ path: 'files', message: 'at least one file is needed' }],
  });
}

async function formFiles(call: Call): Promise<SourceFile[]> {
  const upload = multer({ limits: { fileSize: DOCUMENT_LIMIT, files: MAX_FILES, fields: 20, parts: 50 } });
  try {
    await parsed(upload.any(), call);
  } catch (error) {
    throw error instanceof multer.MulterError
      ? formError(error)
      : new AppError('input', 'malformed-request', 'The form cannot be read.', { cause: error });
  }
  const parts = Array.isArray(call.request.files) ? call.request.files : [];
  return parts.map((part) => ({ name: fileName(part.originalname), bytes: part.buffer }));
}

/** Browsers send names in UTF-8 where the form parser reads Latin-1. */
const fileName = (name: string) => Buffer.from(name, 'latin1').toString('utf8');

function formError(error: multer.MulterError): AppError {
  return error.code.startsWith('LIMIT_')
    ? new AppError(
        'tooLarge',
        'too-large',
        say`The upload is over a limit: ${{ detail: error.message }}. A file may have 50 MB, an upload ${{ most: MAX_FILES }} files.`,
        { cause: error },
      )
    : new AppError(
        'input',
        'malformed-request',
        say`The form cannot be read: ${{ detail: error.message }}.`,
        {
          cause: error,
        },
      );
}

async function bodyFile(call: Call): Promise<SourceFile[]> {
  const bytes = await rawBody(call, ['*/*']);
  const given = call.request.get('X-File-Name');
  const type = call.request.get('Content-Type') ?? '';
  const suffix = type.includes('zip') ? 'zip' : type.includes('csv') ? 'csv' : 'json';
  return [{ name: given ?? `upload.${suffix}`, bytes }];
}
