import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Workplace } from './workplace.ts';

const PUBLISHED = fileURLToPath(new URL('../../../docs/schema/workplace-1.0.schema.json', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../../sandbox/samples/contoso.workplace.json', import.meta.url));

const schema = () => ({
  $id: 'urn:places-sync:schema:workplace:1.0',
  title: 'workplace/1.0',
  description: 'Buildings as a workplace platform hands them over. Explained in docs/sources.md.',
  ...z.toJSONSchema(Workplace, { io: 'input' }),
});

describe('the published JSON Schema', () => {
  it('is what the code checks with; `npm run schema` writes it anew', async () => {
    const text = await format(JSON.stringify(schema()), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(PUBLISHED);
  });

  const published = () => JSON.parse(readFileSync(PUBLISHED, 'utf8')) as object;
  const check = () =>
    addFormats.default(new Ajv2020({ strict: false, allErrors: true })).compile(published());
  const sample = () => JSON.parse(readFileSync(SAMPLE, 'utf8')) as Record<string, unknown>;

  it('accepts the sample company with another validator than ours', () => {
    const validate = check();
    expect(validate(sample()), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['another major version', { schema: 'workplace/2.0' }],
    ['no buildings', { buildings: [] }],
    ['complete as text', { complete: 'yes' }],
  ])('refuses %s, as the code does', (_what, change) => {
    const document = { ...sample(), ...change };
    expect(check()(document)).toBe(false);
    expect(Workplace.safeParse(document).success).toBe(false);
  });
});
