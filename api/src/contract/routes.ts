/**
 * Every door of the API, as data: the router is bound from it, the OpenAPI document is written from it, and the
 * matrix of roles is tested over it. A call that is not declared here does not exist.
 */
import { z } from 'zod';
import { adminRoutes } from './admin-routes.ts';
import {
  Building,
  Connection,
  FetchSource,
  ImportResult,
  KnownEntry,
  Me,
  StoredBuilding,
} from './building.ts';
import { listOf, ListQuery } from './common.ts';
import { BuildingMap } from './map.ts';
import { Plan } from './plan.ts';
import { FreshQuery, Info, Readiness } from './readiness.ts';
import type { Route } from './route.ts';
import { Report, Run, RunPlace, StartRun } from './run.ts';

const Health = z.object({ status: z.enum(['ok', 'notReady']) });
const RunQuery = ListQuery.extend({ buildingId: z.string().optional() });
const FileBody = {
  media: [
    'multipart/form-data',
    'application/json',
    'application/zip',
    'application/octet-stream',
    'text/csv',
  ],
  about: 'workplace/1.0 as .json or .zip, rooms.csv and desks.csv, or an IMDF .zip',
} as const;

export const routes = {
  healthLive: {
    method: 'get',
    path: '/api/health/live',
    summary: 'The process answers.',
    role: 'anyone',
    answers: { 200: { about: 'alive', schema: Health } },
  },
  healthReady: {
    method: 'get',
    path: '/api/health/ready',
    summary: 'Database and jobs are there.',
    role: 'anyone',
    answers: { 200: { about: 'ready', schema: Health }, 503: { about: 'not ready', schema: Health } },
  },
  openapi: {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document.',
    role: 'anyone',
    answers: { 200: { about: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
  },
  info: {
    method: 'get',
    path: '/api/info',
    summary: 'What a page needs before anybody has signed in.',
    role: 'anyone',
    answers: { 200: { about: 'mode and application', schema: Info } },
  },
  me: {
    method: 'get',
    path: '/api/me',
    summary: 'Who is asking, and whose account a run would act with.',
    role: 'signedIn',
    answers: { 200: { about: 'the person', schema: Me } },
  },
  connect: {
    method: 'post',
    path: '/api/me/connection',
    summary: 'Connects the Microsoft account of the person who asks: runs act with it from now on.',
    role: 'Places.Admin',
    idempotency: 'honoured',
    answers: { 200: { about: 'connected', schema: Connection } },
    problems: [409],
  },
  disconnect: {
    method: 'delete',
    path: '/api/me/connection',
    summary: 'Forgets the connected account and its tokens.',
    role: 'Places.Admin',
    answers: { 200: { about: 'disconnected', schema: Connection } },
  },
  readiness: {
    method: 'get',
    path: '/api/readiness',
    summary: 'What is needed before a first sync, checked live where it can be.',
    role: 'Places.Viewer',
    query: FreshQuery,
    answers: { 200: { about: 'checks', schema: Readiness } },
  },
  listBuildings: {
    method: 'get',
    path: '/api/buildings',
    summary: 'The buildings of every source.',
    role: 'Places.Viewer',
    query: ListQuery,
    answers: { 200: { about: 'buildings', schema: listOf(Building) } },
    problems: [400],
  },
  getBuilding: {
    method: 'get',
    path: '/api/buildings/{buildingId}',
    summary: 'One building with its last run and last plan.',
    role: 'Places.Viewer',
    answers: { 200: { about: 'building', schema: Building } },
    problems: [404],
  },
  putBuilding: {
    method: 'put',
    path: '/api/sources/{source}/buildings/{sourceKey}',
    summary: 'Stores a frozen snapshot of exactly this building.',
    role: 'Places.Admin',
    body: { media: ['application/json'], about: 'a workplace/1.0 document that holds exactly this building' },
    answers: {
      200: { about: 'replaced', schema: StoredBuilding },
      201: { about: 'new', schema: StoredBuilding },
    },
    problems: [400, 413, 415, 422],
  },
  importFiles: {
    method: 'post',
    path: '/api/sources/{source}/imports',
    summary: 'Reads files and stores every building in them; with dryRun stores nothing.',
    role: 'Places.Admin',
    query: z.object({ dryRun: z.enum(['true', 'false']).optional() }),
    body: FileBody,
    answers: { 200: { about: 'what was read', schema: ImportResult } },
    problems: [400, 413, 415, 422],
  },
  fetchSource: {
    method: 'post',
    path: '/api/sources/{source}/fetches',
    summary: 'Reads a file from an https address of an allowed host, and goes on as with an import of files.',
    role: 'Places.Admin',
    body: FetchSource,
    perMinute: 6,
    idempotency: 'honoured',
    answers: { 200: { about: 'what was read', schema: ImportResult } },
    problems: [400, 409, 413, 415, 422, 503],
  },
  createPlan: {
    method: 'post',
    path: '/api/buildings/{buildingId}/plans',
    summary: 'Plans a sync. Sends no write to Microsoft.',
    role: 'Places.Operator',
    perMinute: 6,
    idempotency: 'honoured',
    answers: { 201: { about: 'plan', schema: Plan } },
    problems: [404],
  },
  getPlan: {
    method: 'get',
    path: '/api/plans/{planId}',
    summary: 'A saved plan.',
    role: 'Places.Viewer',
    answers: { 200: { about: 'plan', schema: Plan } },
    problems: [404],
  },
  startRun: {
    method: 'post',
    path: '/api/plans/{planId}/runs',
    summary: 'Carries out exactly this plan, in the background.',
    role: 'Places.Operator',
    body: StartRun,
    idempotency: 'required',
    answers: { 202: { about: 'run', schema: Run } },
    problems: [400, 404, 409, 415, 422],
  },
  listRuns: {
    method: 'get',
    path: '/api/runs',
    summary: 'Runs, newest first.',
    role: 'Places.Viewer',
    query: RunQuery,
    answers: { 200: { about: 'runs', schema: listOf(Run) } },
    problems: [400, 404],
  },
  getRun: {
    method: 'get',
    path: '/api/runs/{runId}',
    summary: 'One run.',
    role: 'Places.Viewer',
    answers: { 200: { about: 'run', schema: Run } },
    problems: [404],
  },
  listRunPlaces: {
    method: 'get',
    path: '/api/runs/{runId}/places',
    summary: 'What became of every place of a run, in the order of its plan.',
    role: 'Places.Viewer',
    query: ListQuery,
    answers: { 200: { about: 'places', schema: listOf(RunPlace) } },
    problems: [400, 404],
  },
  runEvents: {
    method: 'get',
    path: '/api/runs/{runId}/events',
    summary: 'Server-sent events: progress, step, state. Last-Event-ID resumes.',
    role: 'Places.Viewer',
    answers: { 200: { about: 'events until the run ends', media: ['text/event-stream'] } },
    problems: [404],
  },
  cancelRun: {
    method: 'post',
    path: '/api/runs/{runId}/cancel',
    summary: 'Stops after the items in flight.',
    role: 'Places.Operator',
    idempotency: 'honoured',
    answers: { 202: { about: 'run', schema: Run } },
    problems: [404, 409],
  },
  resumeRun: {
    method: 'post',
    path: '/api/runs/{runId}/resume',
    summary: 'Goes on with a paused or held run.',
    role: 'Places.Operator',
    idempotency: 'honoured',
    answers: { 202: { about: 'run', schema: Run } },
    problems: [404, 409],
  },
  retryRun: {
    method: 'post',
    path: '/api/runs/{runId}/retry',
    summary: 'A new run of only the failed items.',
    role: 'Places.Operator',
    idempotency: 'honoured',
    answers: { 202: { about: 'the new run', schema: Run } },
    problems: [404, 409],
  },
  getReport: {
    method: 'get',
    path: '/api/runs/{runId}/report',
    summary: 'The account of a run; as zip in all forms with a picture of every floor.',
    role: 'Places.Viewer',
    answers: {
      200: { about: 'report', schema: Report, media: ['text/csv', 'text/markdown', 'application/zip'] },
    },
    problems: [404, 409],
  },
  getMap: {
    method: 'get',
    path: '/api/buildings/{buildingId}/map',
    summary:
      'The floors as drawn; as zip the Places package, with format=imdf the full IMDF archive, with format=replaced the map of somebody else that ours took the place of.',
    role: 'Places.Viewer',
    query: z.object({ format: z.enum(['places', 'imdf', 'replaced']).optional() }),
    answers: { 200: { about: 'map', schema: BuildingMap, media: ['application/zip'] } },
    problems: [400, 404, 422],
  },
  listKnown: {
    method: 'get',
    path: '/api/buildings/{buildingId}/known',
    summary: 'The ledger: what we last wrote.',
    role: 'Places.Viewer',
    query: ListQuery,
    answers: { 200: { about: 'ledger rows', schema: listOf(KnownEntry) } },
    problems: [400, 404],
  },
  ...adminRoutes,
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof routes;
