/** Mail to the person who asked for a run, over SMTP. */
import { createTransport } from 'nodemailer';
import type { Links } from '../../../../bot/src/cards/links.ts';
import type { PersonRef } from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import { DeliveryFailed, type ReportMail } from '../../ports/notifier.ts';
import { mailText } from './mail-text.ts';

export interface MailOptions {
  /** `smtp://…` asks for TLS where the server offers it, `smtps://…` insists on it. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly links: Links;
  /** null when the address is not known. */
  readonly addressOf: (tenant: TenantId, person: PersonRef) => Promise<string | null>;
}

const TIMEOUT_MS = 30_000;

/** The message id is the run's, so that a mail program shows a repeat as the same mail. */
export function createReportMail(options: MailOptions): ReportMail {
  const transport = createTransport(options.smtpUrl, {
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never);
  const domain = options.from.split('@')[1]?.replace(/>.*$/, '') ?? 'localhost';
  return {
    send: async (tenant, person, report) => {
      const to = await options.addressOf(tenant, person);
      if (to === null) return false;
      const { subject, text, html } = mailText(report, options.links.run(report.runId));
      const message = {
        from: options.from,
        to,
        subject,
        text,
        html,
        messageId: `<${report.runId}@${domain}>`,
      };
      await transport.sendMail(message).catch((error: unknown) => {
        throw troubleOf(error);
      });
      return true;
    },
  };
}

/** 4xx and everything without an answer: later. 5xx: never (F64). */
function troubleOf(error: unknown): DeliveryFailed {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const name = String(responseCode ?? code ?? 'no answer');
  return new DeliveryFailed((responseCode ?? 0) >= 500 ? 'refused' : 'again', name, error);
}
