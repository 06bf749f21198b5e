/** An SMTP server that keeps every mail and delivers none. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
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
  #mails: Mail[];
  #port = 0;

  constructor(journal: Journal<Mail>, now: () => Date) {
    this.#journal = journal;
    this.#now = now;
    this.#mails = [...journal.earlier];
    this.#server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData: (stream, session, done) => {
        this.#receive(stream, session).then(() => done(), done);
      },
    });
  }

  /** Opens a free port on the loopback address. */
  async open(): Promise<void> {
    const listening = this.#server.listen(0, '127.0.0.1');
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

  async #receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await buffer(stream);
    const from = session.envelope.mailFrom;
    const mail: Mail = {
      id: (this.#mails.at(-1)?.id ?? 0) + 1,
      receivedAt: this.#now().toISOString(),
      sender: from === false ? '' : from.address,
      recipients: session.envelope.rcptTo.map(({ address }) => address),
      ...parseMail(raw),
      raw: raw.toString('utf8'),
    };
    this.#journal.append(mail);
    this.#mails.push(mail);
  }
}
