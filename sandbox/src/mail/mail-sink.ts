/**
 * An SMTP server that keeps every mail and delivers none. Faults match `RCPT` (path: the address) and `DATA` (path: all
 * addresses): `status` answers with that SMTP code, `reset` cuts the connection before the mail is taken or after.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { FaultEffect, Faults } from '../faults/faults.ts';
import type { Journal } from '../record/journal.ts';
import { parseMail, type ParsedMail } from './mime.ts';

/** One mail: who it really went to (`recipients`) and what it says. */
export interface Mail extends ParsedMail {
  readonly id: number;
  readonly receivedAt: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly raw: string;
}

export class MailSink {
  readonly #journal: Journal<Mail>;
  readonly #now: () => Date;
  readonly #server: SMTPServer;
  readonly #faults: Pick<Faults, 'hit'>;
  /** By port of the caller. */
  readonly #sockets = new Map<number, Socket>();
  #mails: Mail[];
  #port = 0;

  constructor(journal: Journal<Mail>, now: () => Date, faults: Pick<Faults, 'hit'>) {
    this.#journal = journal;
    this.#now = now;
    this.#faults = faults;
    this.#mails = [...journal.earlier];
    this.#server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onRcptTo: ({ address }, session, done) => {
        const effect = this.#faults.hit('RCPT', address)?.effect;
        if (effect?.reset !== undefined) this.#cut(session);
        else done(refusalOf(effect));
      },
      onData: (stream, session, done) => {
        this.#receive(stream, session).then((refusal) => done(refusal), done);
      },
    });
  }

  /** Opens a free port on the loopback address. */
  async open(): Promise<void> {
    const listening = this.#server.listen(0, '127.0.0.1');
    listening.on('connection', (socket: Socket) => {
      const { remotePort = 0 } = socket;
      this.#sockets.set(remotePort, socket);
      socket.once('close', () => this.#sockets.delete(remotePort));
    });
    await once(listening, 'listening');
    this.#port = (listening.address() as AddressInfo).port;
  }

  /** For `SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  list(): readonly Mail[] {
    return this.#mails;
  }

  reset(): void {
    this.#mails = [];
    this.#journal.compact([]);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }

  /** @returns what the sender hears instead of "taken" */
  async #receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const raw = await buffer(stream);
    const recipients = session.envelope.rcptTo.map(({ address }) => address);
    const effect = this.#faults.hit('DATA', recipients.join(','))?.effect;
    const isTaken = effect === undefined || effect.applied === true || effect.reset === 'after';
    if (isTaken) this.#keep(raw, session, recipients);
    if (effect?.reset !== undefined) this.#cut(session);
    return refusalOf(effect);
  }

  #keep(raw: Buffer, session: SMTPServerSession, recipients: readonly string[]): void {
    const from = session.envelope.mailFrom;
    const mail: Mail = {
      id: (this.#mails.at(-1)?.id ?? 0) + 1,
      receivedAt: this.#now().toISOString(),
      sender: from === false ? '' : from.address,
      recipients,
      ...parseMail(raw),
      raw: raw.toString('utf8'),
    };
    this.#journal.append(mail);
    this.#mails.push(mail);
  }

  #cut({ remotePort }: SMTPServerSession): void {
    this.#sockets.get(remotePort)?.destroy();
  }
}

/** null: no refusal. */
function refusalOf(effect: FaultEffect | undefined): Error | null {
  if (effect?.status === undefined) return null;
  const words = typeof effect.body === 'string' ? effect.body : 'Not taken';
  return Object.assign(new Error(words), { responseCode: effect.status });
}
