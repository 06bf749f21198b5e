import { Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ErrorCircleFilled } from '@fluentui/react-icons/svg/error-circle';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import { WarningFilled } from '@fluentui/react-icons/svg/warning';
import { useState } from 'react';
import type { Finding } from '#contract';
import { useText } from '../i18n/text-context.tsx';
import { SEVERITIES, type Severity } from '../severity.ts';

const ICONS = { error: ErrorCircleFilled, warning: WarningFilled, info: InfoRegular } as const;

const useStyles = makeStyles({
  error: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  info: { color: tokens.colorNeutralForeground3 },
  icon: { fontSize: '16px', flexShrink: 0, marginTop: '2px' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
  },
  item: { display: 'flex', gap: '8px' },
  body: { minWidth: 0, overflowWrap: 'anywhere' },
  minor: { color: tokens.colorNeutralForeground3, display: 'block' },
  path: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase100 },
});

/** The icon of a severity, named for screen readers. */
export function SeverityIcon({ severity, className }: { severity: Severity; className?: string }) {
  const styles = useStyles();
  const { t } = useText();
  const Icon = ICONS[severity];
  return (
    <Icon
      className={mergeClasses(styles[severity], className)}
      title={t(`severity.${severity}`)}
      aria-label={t(`severity.${severity}`)}
      role="img"
    />
  );
}

interface Props {
  readonly findings: readonly Finding[];
  /** How many are shown before "show all". */
  readonly first?: number;
  /** Makes a finding with a key lead to its place. */
  readonly onPick?: ((finding: Finding) => void) | undefined;
}

/** Findings, worst first, each with what to do about it. */
export function FindingList({ findings, first = 50, onPick }: Props) {
  const styles = useStyles();
  const { n } = useText();
  const [all, setAll] = useState(false);
  const sorted = [...findings].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const shown = all ? sorted : sorted.slice(0, first);
  return (
    <>
      <ul className={styles.list}>
        {shown.map((finding, index) => (
          <li key={`${finding.code}-${finding.key ?? finding.path ?? ''}-${index}`} className={styles.item}>
            <SeverityIcon severity={finding.severity} className={styles.icon} />
            <FindingBody finding={finding} onPick={onPick} />
          </li>
        ))}
      </ul>
      {shown.length < sorted.length && (
        <Link as="button" onClick={() => setAll(true)}>
          {n('findings.showAll', sorted.length)}
        </Link>
      )}
    </>
  );
}

function FindingBody({ finding, onPick }: { finding: Finding; onPick: Props['onPick'] }) {
  const styles = useStyles();
  const { said } = useText();
  const words = said(finding, 'message');
  const leads = onPick !== undefined && finding.key !== undefined;
  return (
    <div className={styles.body}>
      {leads ? (
        <Link as="button" onClick={() => onPick(finding)}>
          {words}
        </Link>
      ) : (
        <Text>{words}</Text>
      )}
      {finding.hint !== undefined && (
        <Text size={200} className={styles.minor}>
          {said(finding, 'hint')}
        </Text>
      )}
      {finding.path !== undefined && (
        <span className={mergeClasses(styles.minor, styles.path)}>{finding.path}</span>
      )}
    </div>
  );
}
