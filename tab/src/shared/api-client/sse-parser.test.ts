import { describe, expect, it } from 'vitest';
import { createSseParser } from './sse-parser.ts';

const stream =
  ': hello\r\n\r\nid: 7\r\nevent: progress\r\ndata: {"done":1}\r\n\r\nevent: step\ndata: a\ndata: b\n\n' +
  'id\ndata:no space\r\rdata: unfinished';

function readInPieces(size: number) {
  const parse = createSseParser();
  const events = [];
  for (let at = 0; at < stream.length; at += size) events.push(...parse(stream.slice(at, at + size)));
  return events;
}

describe('server-sent events', () => {
  it.each([1, 2, 3, 7, 1000])('gives the same events however they are cut (%i characters)', (size) => {
    expect(readInPieces(size)).toEqual([
      { id: '7', event: 'progress', data: '{"done":1}' },
      { id: '7', event: 'step', data: 'a\nb' },
      { id: '', event: 'message', data: 'no space' },
    ]);
  });
});
