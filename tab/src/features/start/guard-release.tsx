import { Checkbox, makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { ShieldLockRegular } from '@fluentui/react-icons/svg/shield-lock';
import type { Plan } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';

const useStyles = makeStyles({
  box: {
    ...shorthands.border('1px', 'solid', tokens.colorStatusDangerBorder1),
    ...shorthands.borderLeft('4px', 'solid', tokens.colorStatusDangerBorder2),
    borderRadius: tokens.borderRadiusMedium,
    padding: '10px 12px',
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
  },
  head: { display: 'flex', gap: '6px', alignItems: 'center' },
});

interface Props {
  readonly plan: Plan;
  readonly mayRelease: boolean;
  readonly released: readonly string[];
  readonly onChange: (code: string, on: boolean) => void;
}

/** The guards in the way; an administrator releases each by name, nobody releases one that hides a failed read. */
export function GuardRelease({ plan, mayRelease, released, onChange }: Props) {
  const styles = useStyles();
  const text = useText();
  const { t } = text;
  const tripped = plan.guards.filter((guard) => guard.tripped);
  if (tripped.length === 0) return null;
  return (
    <section className={styles.box} aria-label={t('start.guards')}>
      <div className={styles.head}>
        <ShieldLockRegular aria-hidden />
        <Text weight="semibold">{t('start.guards')}</Text>
      </div>
      {tripped.map((guard) =>
        guard.releasable && mayRelease ? (
          <Checkbox
            key={guard.code}
            checked={released.includes(guard.code)}
            onChange={(_event, data) => onChange(guard.code, data.checked === true)}
            label={t('start.release', { message: text.said(guard, 'message') })}
          />
        ) : (
          <Text key={guard.code}>{text.said(guard, 'message')}</Text>
        ),
      )}
      {!mayRelease && <Text size={200}>{t('start.askAdmin')}</Text>}
      {tripped.some((guard) => !guard.releasable) && <Text size={200}>{t('guard.final')}</Text>}
    </section>
  );
}
