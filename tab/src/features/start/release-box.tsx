import { makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { ShieldLockRegular } from '@fluentui/react-icons/svg/shield-lock';
import type { ReactNode } from 'react';
import type { Plan } from '#contract';

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

/** What may be released, and what is. */
export interface ReleaseProps {
  readonly plan: Plan;
  readonly mayRelease: boolean;
  readonly released: readonly string[];
  readonly onChange: (code: string, on: boolean) => void;
}

/** What an administrator decides before a start. */
export function ReleaseBox({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.box} aria-label={title}>
      <div className={styles.head}>
        <ShieldLockRegular aria-hidden />
        <Text weight="semibold">{title}</Text>
      </div>
      {children}
    </section>
  );
}
