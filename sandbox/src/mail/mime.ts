/** Just enough MIME to show a report mail: headers, text, HTML, names of attachments (RFC 2045 to 2047). */

export interface ParsedMail {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly string[];
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Cuts a message (as latin1, so that bytes survive) into unfolded headers and body. */
function readPart(raw: string): Part {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: end < 0 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '') };
}

const parameter = (header: string, name: string): string | null => {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return match?.[1] ?? match?.[2] ?? null;
};

function decodeBytes(bytes: Buffer, charset: string | null): string {
  return new TextDecoder(charset ?? 'utf-8').decode(bytes);
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

function decodeBody(part: Part): string {
  const encoding = (part.headers.get('content-transfer-encoding') ?? '7bit').toLowerCase();
  const charset = parameter(part.headers.get('content-type') ?? '', 'charset');
  if (encoding === 'base64') return decodeBytes(Buffer.from(part.body, 'base64'), charset);
  if (encoding === 'quoted-printable') return decodeBytes(quotedPrintable(part.body), charset);
  return decodeBytes(Buffer.from(part.body, 'latin1'), charset);
}

/** Words such as `=?UTF-8?B?...?=`. */
function decodeHeader(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(
    /=\?([^?]+)\?([bq])\?([^?]*)\?=/gi,
    (_, charset: string, kind: string, word: string) => {
      const bytes =
        kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : quotedPrintable(word.replaceAll('_', ' '));
      return decodeBytes(bytes, charset);
    },
  );
}

function leaves(part: Part): Part[] {
  const boundary = parameter(part.headers.get('content-type') ?? '', 'boundary');
  if (boundary === null) return [part];
  return part.body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((piece) => leaves(readPart(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))));
}

/** @param raw the message as it came over SMTP */
export function parseMail(raw: Buffer): ParsedMail {
  const whole = readPart(raw.toString('latin1'));
  const header = (name: string) => decodeHeader(whole.headers.get(name) ?? '');
  const parts = leaves(whole);
  const isAttached = (part: Part) => /^attachment/i.test(part.headers.get('content-disposition') ?? '');
  const body = (type: string) => {
    const found = parts.find(
      (part) =>
        !isAttached(part) &&
        (part.headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type),
    );
    return found === undefined ? null : decodeBody(found);
  };
  return {
    subject: header('subject'),
    from: header('from'),
    to: header('to'),
    text: body('text/plain'),
    html: body('text/html'),
    attachments: parts
      .filter(isAttached)
      .map((part) =>
        decodeHeader(parameter(part.headers.get('content-disposition') ?? '', 'filename') ?? ''),
      ),
  };
}
