import { describe, expect, it } from 'vitest';
import { MemoryDirectory } from '../adapters/memory/memory-directory.ts';
import { tenant, World } from '../../test/builders/world.ts';
import { ReadFailed } from '../ports/place-directory.ts';
import { checkReadiness } from './check-readiness.ts';

const failed = (code: string) =>
  new ReadFailed('every building', {
    status: null,
    code,
    message: 'Microsoft says no.',
    requestId: null,
    clientRequestId: null,
  });

async function places(error: Error) {
  const world = new World();
  const promptly = new MemoryDirectory(world.clock);
  promptly.failRead = () => error;
  const items = await checkReadiness({ ...world.deps, promptDirectory: () => promptly }, tenant);
  return items.find(({ code }) => code === 'places');
}

describe('the guide asks Microsoft', () => {
  it('and does not take a slow answer for a missing right', async () => {
    const item = await places(failed('slow'));
    expect(item).toMatchObject({ state: 'unknown', detail: expect.stringContaining('Try again') });
    expect(item).not.toHaveProperty('hint');
  });

  it('and says what to do when it is refused', async () => {
    expect(await places(failed('accessDenied'))).toMatchObject({
      state: 'problem',
      hint: expect.stringContaining('consent'),
    });
  });
});
