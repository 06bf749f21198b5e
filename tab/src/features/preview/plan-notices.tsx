import { makeStyles, mergeClasses, shorthands, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import { MapRegular } from '@fluentui/react-icons/svg/map';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { ShieldLockRegular } from '@fluentui/react-icons/svg/shield-lock';
import type { ReactNode } from 'react';
import type { Finding, Guard, Plan } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { FindingList, SeverityIcon } from '../../shared/ui/finding-list.tsx';
import { SEVERITIES } from '../../shared/severity.ts';
import type { FluentIcon } from '../../shared/ui/pill.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '8px' },
  card: {
    display: 'flex',
    gap: '10px',
    padding: '10px 14px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
  },
  blocking: {
    ...shorthands.borderColor(tokens.colorStatusDangerBorder1),
    ...shorthands.borderLeft('4px', 'solid', tokens.colorStatusDangerBorder2),
  },
  icon: { fontSize: '20px', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  danger: { color: tokens.colorStatusDangerForeground1 },
  body: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0, overflowWrap: 'anywhere' },
  minor: { color: tokens.colorNeutralForeground3 },
  facts: { display: 'flex', flexWrap: 'wrap', gap: '4px 18px', fontSize: tokens.fontSizeBase200 },
  fact: { display: 'inline-flex', gap: '5px', color: tokens.colorNeutralForeground2 },
  factIcon: { flexShrink: 0, marginTop: '3px' },
  details: { '&[open]': { flexBasis: '100%' } },
  summary: { cursor: 'pointer', display: 'flex', flexWrap: 'wrap', gap: '12px', alignItems: 'center' },
  findings: {
    marginTop: '6px',
    padding: '12px 14px',
    maxHeight: '240px',
    overflowY: 'auto',
    fontSize: tokens.fontSizeBase300,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
  },
  count: { display: 'inline-flex', gap: '4px', alignItems: 'center' },
});

/** What stops a plan, as cards that say what releases them, and the calm facts beside. */
export function PlanNotices({ plan, onFinding }: { plan: Plan; onFinding: (finding: Finding) => void }) {
  const styles = useStyles();
  const { t, n, said } = useText();
  const tripped = plan.guards.filter((guard) => guard.tripped);
  return (
    <div className={styles.list}>
      {!plan.complete && (
        <Blocking icon={PlugDisconnectedRegular} title={t('plan.incomplete.title')}>
          {t('plan.incomplete.detail')}
        </Blocking>
      )}
      {tripped.map((guard) => (
        <GuardCard key={guard.code} guard={guard} />
      ))}
      <div className={styles.facts}>
        {tripped.length === 0 && plan.guards.length > 0 && (
          <Fact icon={CheckmarkCircleRegular}>{n('plan.guardsClear', plan.guards.length)}</Fact>
        )}
        <Fact icon={MapRegular}>
          {said(plan.map, 'reason') || n(`plan.map.${plan.map.action}`, plan.map.floors)}
        </Fact>
        {plan.unmanaged > 0 && <Fact icon={InfoRegular}>{n('plan.unmanaged', plan.unmanaged)}</Fact>}
        {plan.readAs !== undefined && (
          <Fact icon={PersonRegular}>
            <ReadAs readAs={plan.readAs} />
          </Fact>
        )}
        {plan.findings.length > 0 && <AllFindings findings={plan.findings} onFinding={onFinding} />}
      </div>
    </div>
  );
}

/** With whose rights Microsoft Places was read: it decides what there was to see. */
function ReadAs({ readAs: { who, name, why } }: { readAs: NonNullable<Plan['readAs']> }) {
  const { t, word } = useText();
  if (who === 'viewer') return t('plan.readAs.viewer', { name });
  if (why === undefined) return t('plan.readAs.account', { name });
  const known = word('plan.readWhy', why);
  return t('plan.readAs.accountWhy', { name, why: known === why ? t('plan.readWhy.other') : known });
}

function Fact({ icon: Icon, children }: { icon: FluentIcon; children: ReactNode }) {
  const styles = useStyles();
  return (
    <span className={styles.fact}>
      <Icon className={styles.factIcon} aria-hidden />
      {/* One box, however many pieces of text: they wrap as one. */}
      <span>{children}</span>
    </span>
  );
}

function Blocking({ icon: Icon, title, children }: { icon: FluentIcon; title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={mergeClasses(styles.card, styles.blocking)} aria-label={title}>
      <Icon className={mergeClasses(styles.icon, styles.danger)} aria-hidden />
      <div className={styles.body}>
        <Text weight="semibold">{title}</Text>
        {children}
      </div>
    </section>
  );
}

function GuardCard({ guard }: { guard: Guard }) {
  const styles = useStyles();
  const text = useText();
  const { t, number } = text;
  const message = text.said(guard, 'message');
  return (
    <Blocking icon={ShieldLockRegular} title={t('guard.title', { message })}>
      <Text size={200}>
        {t('guard.limit', { count: number(guard.count), limit: number(guard.limit), code: guard.code })}
      </Text>
      <Text size={200} className={styles.minor}>
        {t(guard.releasable ? 'guard.releasable' : 'guard.final')}
      </Text>
    </Blocking>
  );
}

function AllFindings({
  findings,
  onFinding,
}: {
  findings: readonly Finding[];
  onFinding: (finding: Finding) => void;
}) {
  const styles = useStyles();
  const { t, n } = useText();
  return (
    <details className={styles.details}>
      <summary className={styles.summary}>
        <span>{t('findings.title')}:</span>
        {SEVERITIES.map((severity) => {
          const count = findings.filter((finding) => finding.severity === severity).length;
          return count === 0 ? null : (
            <span key={severity} className={styles.count}>
              <SeverityIcon severity={severity} />
              {n(`findings.${severity}`, count)}
            </span>
          );
        })}
      </summary>
      <div className={styles.findings} tabIndex={0} role="region" aria-label={t('findings.title')}>
        <FindingList findings={findings} onPick={onFinding} />
      </div>
    </details>
  );
}
