import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fillVariables, packageApp } from './package-app.ts';

const values = {
  TEAMS_APP_ID: '0a2f5b54-6d8e-4c1b-9a3e-5f7d8c9b0a11',
  CLIENT_ID: '1b3f5b54-6d8e-4c1b-9a3e-5f7d8c9b0a22',
  BOT_ID: '2c4f5b54-6d8e-4c1b-9a3e-5f7d8c9b0a33',
  TAB_DOMAIN: 'places.contoso.example',
};

describe('the app package', () => {
  it('is valid against the manifest schema and holds exactly three files', async () => {
    const files = unzipSync(await packageApp(values));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  });

  it('is the same bytes for the same values', async () => {
    expect(Buffer.from(await packageApp(values))).toEqual(Buffer.from(await packageApp(values)));
  });

  it('names every variable without a value', () => {
    expect(() => fillVariables('${{TEAMS_APP_ID}} ${{TAB_DOMAIN}}', { TAB_DOMAIN: '' })).toThrow(
      'TEAMS_APP_ID, TAB_DOMAIN',
    );
  });

  it('refuses a manifest that the schema refuses', async () => {
    await expect(packageApp({ ...values, TEAMS_APP_ID: 'not-a-guid' })).rejects.toThrow('not valid');
  });

  it('asks Graph for exactly the two delegated permissions', async () => {
    const aad = JSON.parse(await readFile('appPackage/aad.manifest.json', 'utf8')) as {
      requiredResourceAccess: { resourceAccess: { id: string; type: string }[] }[];
    };
    expect(aad.requiredResourceAccess.flatMap((resource) => resource.resourceAccess)).toEqual([
      { id: '4c06a06a-098a-4063-868e-5dfee3827264', type: 'Scope' },
      { id: 'cb8f45a0-5c2e-4ea1-b803-84b870a7d7ec', type: 'Scope' },
      { id: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182', type: 'Scope' },
    ]);
  });
});
