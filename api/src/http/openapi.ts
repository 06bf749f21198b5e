/** The OpenAPI 3.1 document, written from the declared routes and their zod schemas. */
import { z } from 'zod';
import * as contract from '../contract/index.ts';
import { Problem, routes, type Route } from '../contract/index.ts';

type Json = Record<string, unknown>;

/** Named schemas of the contract become components. */
function components(): { schemas: Json; ref: (schema: z.ZodType) => Json } {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(contract)) {
    if (schema instanceof z.ZodType) registry.add(schema, { id: name });
  }
  const uri = (id: string) => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(registry, { uri, io: 'output', unrepresentable: 'any' });
  const clean = Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, id: _name, ...schema }]) => [
      name,
      schema,
    ]),
  );
  const ref = (schema: z.ZodType): Json => {
    const known = registry.get(schema);
    if (known) return { $ref: uri(known.id) };
    const { $schema: _schema, ...inline } = z.toJSONSchema(schema, {
      metadata: registry,
      io: 'output',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const inner = registry.get(zodSchema as unknown as z.ZodType);
        if (!inner) return;
        for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
        jsonSchema.$ref = uri(inner.id);
      },
    });
    return withoutDefinitions(inline);
  };
  return { schemas: clean, ref };
}

/** Inline schemas point at components only, so their own definitions are not needed. */
function withoutDefinitions(schema: Json): Json {
  const { $defs: _definitions, ...rest } = schema;
  return JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/')) as Json;
}

/** Built once; the same bytes every time. */
export function openApiDocument(version: string): Json {
  const { schemas, ref } = components();
  const paths: Record<string, Json> = {};
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    (paths[route.path] ??= {})[route.method] = operation(id, route, ref);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Places Sync', version, description: 'Carries buildings into Microsoft Places, safely.' },
    servers: [{ url: '/' }],
    security: [{ tab: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        tab: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Teams SSO token of the tab',
        },
      },
    },
  };
}

function operation(id: string, route: Route, ref: (schema: z.ZodType) => Json): Json {
  const refusals = [...(route.role === 'anyone' ? [] : [401, 403, 429]), ...(route.problems ?? []), 500];
  const answers = Object.entries(route.answers).map(([status, answer]) => [
    status,
    {
      description: answer.about,
      content: {
        ...(answer.schema ? { 'application/json': { schema: ref(answer.schema) } } : {}),
        ...Object.fromEntries((answer.media ?? []).map((media) => [media, {}])),
      },
    },
  ]);
  const problem = {
    description: 'refused',
    content: { 'application/problem+json': { schema: ref(Problem) } },
  };
  return {
    operationId: id,
    summary: route.summary,
    'x-role': route.role,
    ...(route.role === 'anyone' ? { security: [] } : {}),
    parameters: parameters(route, ref),
    ...(route.body ? { requestBody: requestBody(route.body, ref) } : {}),
    responses: Object.fromEntries([
      ...answers,
      ...refusals.map((status) => [String(status), problem]),
    ]) as Json,
  };
}

function parameters(route: Route, ref: (schema: z.ZodType) => Json): Json[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(route.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: ref(schema as z.ZodType),
  }));
  const key = route.idempotency
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: route.idempotency === 'required',
          schema: { type: 'string', maxLength: 200 },
        },
      ]
    : [];
  return [...inPath, ...inQuery, ...key];
}

function requestBody(body: NonNullable<Route['body']>, ref: (schema: z.ZodType) => Json): Json {
  if ('media' in body) {
    return {
      description: body.about,
      required: true,
      content: Object.fromEntries(body.media.map((media) => [media, {}])),
    };
  }
  return { content: { 'application/json': { schema: ref(body) } } };
}
