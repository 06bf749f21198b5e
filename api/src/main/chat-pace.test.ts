import { describe, expect, it } from 'vitest';
import { chatPace } from './chat-pace.ts';

const ada = { userId: 'ada', name: 'Ada' };

describe('C39 commands in chat', () => {
  it('ten a minute of one person; the next is refused, another person is not', async () => {
    const pace = chatPace('live');
    for (let nth = 1; nth <= 10; nth += 1) await pace(ada);
    await expect(pace(ada)).rejects.toMatchObject({ code: 'too-many-commands' });
    await expect(pace({ userId: 'bo', name: 'Ada' })).resolves.toBeUndefined();
  });
});
