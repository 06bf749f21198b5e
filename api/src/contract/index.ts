/** The shapes on the wire: the only thing that `tab` and `bot` see of the API, as `#contract`. */
export * from './audit.ts';
export * from './building.ts';
export * from './common.ts';
export * from './plan.ts';
export * from './run.ts';
export * from './map.ts';
export * from './notices.ts';
export * from './readiness.ts';
export type { RawBody, Route } from './route.ts';
export * from './routes.ts';
export * from './workplace.ts';
