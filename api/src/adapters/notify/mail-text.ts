/** A report as mail: text and HTML. Names are made harmless and escaped; the only link is ours (C36). */
import {
  countsInWords,
  durationInWords,
  handoversInWords,
  timeInWords,
} from '../../../../bot/src/cards/counts.ts';
import { plain } from '../../../../bot/src/cards/plain.ts';
import type { Report } from '../../core/report/report.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const OUTCOMES: Partial<Record<Report['state'], string>> = {
  done: 'Synced',
  doneWithFailures: 'Synced with failures',
  failed: 'Sync failed',
  cancelled: 'Sync cancelled',
};
const SHOWN = 20;

/** @param link to the report in Teams */
export function mailText(report: Report, link: string): MailText {
  const subject = `${OUTCOMES[report.state] ?? report.state}: ${plain(report.building.name)}`;
  const facts = factsOf(report);
  const failures = report.failures
    .slice(0, SHOWN)
    .map(({ name, type, error, advice = '' }) =>
      plain(
        `${name} (${type}): ${error.status ?? 'no answer'} ${error.code}: ${error.message} ${advice}`.trim(),
        500,
      ),
    );
  const more = report.failures.length - failures.length;
  const rest = more > 0 ? [`${more} more in the full report.`] : [];
  return {
    subject,
    text: [
      subject,
      '',
      ...facts.map(([label, value]) => `${label}: ${value}`),
      ...(failures.length > 0 ? ['', 'Failed:', ...failures.map((each) => `- ${each}`), ...rest] : []),
      '',
      `Full report: ${link}`,
      '',
    ].join('\n'),
    html: htmlOf({ subject, facts, failures: [...failures, ...rest], link }),
  };
}

function factsOf(report: Report): [string, string][] {
  const visible = report.propagation.reduce(
    (latest, each) => (each.expectedBy > latest ? each.expectedBy : latest),
    '',
  );
  const took = durationInWords(report.startedAt, report.completedAt);
  return [
    ['Result', countsInWords(report.summary)],
    ...(report.stateReason === undefined
      ? []
      : [['Why', plain(report.stateReason, 240)] as [string, string]]),
    ...(took === '' ? [] : [['Took', took] as [string, string]]),
    ['Asked by', plain(report.requestedBy)],
    ['Acting as', plain(report.actingAs)],
    ...(visible === '' ? [] : [['Visible everywhere by', timeInWords(visible)] as [string, string]]),
    ...(report.handovers.length === 0
      ? []
      : [['To be done by hand', handoversInWords(report.handovers.length)] as [string, string]]),
    ...(report.warnings.length === 0
      ? []
      : [
          [
            'Warnings',
            report.warnings
              .slice(0, 3)
              .map(({ message }) => plain(message, 200))
              .join(' '),
          ] as [string, string],
        ]),
    ['Run', report.runId],
  ];
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function htmlOf(mail: {
  subject: string;
  facts: readonly (readonly [string, string])[];
  failures: readonly string[];
  link: string;
}): string {
  const rows = mail.facts.map(
    ([label, value]) =>
      `<tr><td style="padding:2px 12px 2px 0;color:#616161">${label}</td><td>${escape(value)}</td></tr>`,
  );
  const failed = mail.failures.map((each) => `<li>${escape(each)}</li>`);
  return [
    '<!doctype html><html><body style="font-family:Segoe UI,Arial,sans-serif;color:#242424">',
    `<h2 style="font-size:18px">${escape(mail.subject)}</h2>`,
    `<table style="border-collapse:collapse">${rows.join('')}</table>`,
    ...(failed.length > 0 ? [`<h3 style="font-size:15px">Failed</h3><ul>${failed.join('')}</ul>`] : []),
    `<p><a href="${escape(mail.link)}">Open the full report</a></p>`,
    '</body></html>',
  ].join('\n');
}
