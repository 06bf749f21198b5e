/** One server-sent event. `id` is the last id seen, as the standard has it. */
export interface ServerEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads `text/event-stream` piece by piece: feed it decoded text, get whole events back. Events may be cut at any
 * character; lines end in LF, CR LF or CR. Comments (the server's heartbeat) give nothing.
 */
export function createSseParser(): (chunk: string) => ServerEvent[] {
  let rest = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];

  function takeLine(line: string, out: ServerEvent[]) {
    if (line === '') {
      if (data.length > 0) out.push({ id, event: event === '' ? 'message' : event, data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }

  return (chunk) => {
    const out: ServerEvent[] = [];
    const text = rest + chunk;
    // A CR at the very end may be half of a CR LF: wait for the next piece.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + text.slice(whole.length);
    for (const line of lines) takeLine(line, out);
    return out;
  };
}
