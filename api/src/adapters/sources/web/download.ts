/** One GET with every cap on it: a total time, a largest size after unpacking, no redirects (C35). */
import { fetch, type Dispatcher, type Response } from 'undici';
import { AppError } from '../../../core/model/app-error.ts';
import { refused } from './checked-address.ts';
import { say } from '../../../core/model/sentence.ts';

interface Download {
  readonly url: URL;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly mostBytes: number;
}

/** @throws AppError `input`, `tooLarge`; errors of the connection as they are */
export async function download({ url, dispatcher, signal, mostBytes }: Download): Promise<Uint8Array> {
  const response = await fetch(url, {
    redirect: 'manual',
    credentials: 'omit',
    // A server that packs all the same is unpacked, and counted, chunk by chunk.
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'places-sync' },
    signal,
    dispatcher,
  });
  refuseAnswer(response, mostBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function refuseAnswer({ status, headers }: Response, mostBytes: number): void {
  if (status >= 300 && status < 400)
    throw refused(
      'address-redirects',
      'The address leads on to another one.',
      'Use the address that the file is really at; redirects are not followed.',
    );
  if (status !== 200)
    throw refused(
      'source-refused',
      say`The address answered ${{ status: String(status) }} instead of a file.`,
      'The file has to be readable from this server without signing in; a signed address may have ended.',
    );
  if (Number(headers.get('content-length') ?? 0) > mostBytes) throw tooLarge(mostBytes);
}

const tooLarge = (mostBytes: number): AppError =>
  new AppError(
    'tooLarge',
    'source-too-large',
    say`The file has more than ${{ most: Math.floor(mostBytes / 1024 / 1024) }} MB.`,
    { hint: 'Split it by building.' },
  );
