/** What the repository itself has to keep: permissions, packages, the image, the kind of the bot. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const text = (path: string) => readFile(path, 'utf8');
const json = async (path: string) => JSON.parse(await text(path));

/** Microsoft's ids of the delegated permissions that docs/permissions.md names. */
const PLACE_READ_WRITE = '4c06a06a-098a-4063-868e-5dfee3827264';
const PLACE_READ = 'cb8f45a0-5c2e-4ea1-b803-84b870a7d7ec';
const OFFLINE_ACCESS = '7427e0e9-2fba-42fe-b0c0-848c9e6a8182';

describe('C44 the registration', () => {
  it('asks for places as a person, for nothing as an application and for no calendar', async () => {
    const { requiredResourceAccess: asked } = await json('appPackage/aad.manifest.json');
    expect(asked).toHaveLength(1);
    expect(asked[0].resourceAppId).toBe('00000003-0000-0000-c000-000000000000');
    expect(asked[0].resourceAccess).toEqual([
      { id: PLACE_READ_WRITE, type: 'Scope' },
      { id: PLACE_READ, type: 'Scope' },
      { id: OFFLINE_ACCESS, type: 'Scope' },
    ]);
  });

  it('serves one directory, and gives its roles to people only', async () => {
    const { signInAudience, appRoles, api } = await json('appPackage/aad.manifest.json');
    expect(signInAudience).toBe('AzureADMyOrg');
    expect(appRoles.map(({ value }: { value: string }) => value)).toEqual([
      'Places.Viewer',
      'Places.Operator',
      'Places.Admin',
    ]);
    for (const { allowedMemberTypes } of appRoles) expect(allowedMemberTypes).toEqual(['User']);
    expect(api.requestedAccessTokenVersion).toBe(2);
  });
});

describe('C45 packages', () => {
  it('are named by exact versions, the same in the lock file', async () => {
    const { dependencies, devDependencies } = await json('package.json');
    const { packages } = await json('package-lock.json');
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
    expect(packages[''].dependencies).toEqual(dependencies);
    expect(packages[''].devDependencies).toEqual(devDependencies);
  });

  it('come with a hash each, from the registry and from nowhere else', async () => {
    const { packages } = await json('package-lock.json');
    for (const [path, entry] of Object.entries<any>(packages)) {
      if (path === '') continue;
      expect(path).toMatch(/^node_modules\//);
      expect(entry.link, path).toBeUndefined();
      expect(entry.integrity, path).toMatch(/^sha512-[\w+/]{86}==$/);
      expect(entry.resolved ?? 'https://registry.npmjs.org/', path).toMatch(
        /^https:\/\/registry\.npmjs\.org\//,
      );
    }
  });

  it('run nothing when they are installed, but for the runtime of development', async () => {
    const { allowScripts } = await json('package.json');
    const { packages } = await json('package-lock.json');
    const scripted = Object.entries<any>(packages).filter(([, entry]) => entry.hasInstallScript === true);
    for (const [path] of scripted) expect(allowScripts).toHaveProperty(path.replace(/^.*node_modules\//, ''));
    const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name] === true);
    expect(allowed).toEqual(['node']);
    expect(packages['node_modules/node'].dev).toBe(true);
  });

  it('are each justified in docs/decisions', async () => {
    const { dependencies } = await json('package.json');
    const reasons = await text('docs/decisions/dependencies.md');
    for (const name of Object.keys(dependencies)) expect(reasons).toContain(`\`${name}\``);
  });
});

it('C32 every way to start the server is one without __proto__', async () => {
  const { scripts } = await json('package.json');
  const ways = [scripts.start, scripts.dev, await text('infra/Dockerfile'), await text('infra/main.bicep')];
  for (const way of ways) expect(way).toContain('--disable-proto=delete');
  const lines = (await text('docs/install.md')).split('\n');
  const commands = lines.filter((line) => line.includes('api/src/main/server.ts'));
  expect(commands).not.toEqual([]);
  for (const command of commands) expect(command).toContain('--disable-proto=delete');
});

describe('C46 the image', () => {
  it('runs the built product without root, shell, development tools and simulated tenant', async () => {
    const stages = (await text('infra/Dockerfile')).split(/^FROM /m).slice(1);
    const last = stages.at(-1) ?? '';
    expect(last).toContain('npm ci --omit=dev --ignore-scripts');
    expect(last).toMatch(/^USER node$/m);
    // What follows USER changes nothing in the image.
    expect(last.slice(last.indexOf('USER node'))).not.toMatch(/^(RUN|COPY|ADD|USER root)/m);
    for (const form of ['CMD', 'HEALTHCHECK']) expect(last).toMatch(new RegExp(`^${form}.*\\["node"`, 'm'));
    expect(last).not.toMatch(/sandbox|^COPY \. |^ADD/m);
    expect(last).toContain('--disable-proto=delete');
    for (const secret of ['.data', 'env/*.user', '.git'])
      expect(await text('.dockerignore')).toContain(secret);
  });

  it('is started by the documented command without rights and with a disk that cannot be written', async () => {
    const command = /^docker run [\s\S]*?places-sync$/m.exec(await text('docs/install.md'))?.[0];
    for (const word of ['--read-only', '--cap-drop ALL', '--security-opt no-new-privileges'])
      expect(command).toContain(word);
  });
});

describe('C48 the bot', () => {
  it('belongs to one directory: a managed identity of Azure, or a registration of that directory', async () => {
    const kinds = [...(await text('infra/main.bicep')).matchAll(/msaAppType: '(\w+)'/g)].map(
      ([, kind]) => kind,
    );
    expect(kinds).toEqual(['UserAssignedMSI']);
    const { bots } = await json('appPackage/manifest.json');
    expect(bots).toHaveLength(1);
    expect(await text('bot/src/connector/adapter.ts')).not.toContain('MultiTenant');
  });
});
