import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import type { InfoRegular } from '@fluentui/react-icons/svg/info';
import type { ReactNode } from 'react';

/** Any icon of the Fluent set. */
export type FluentIcon = typeof InfoRegular;

/** How loud a state is. Never the only carrier of meaning: a pill always has an icon and a word. */
export type Tone = 'good' | 'change' | 'quiet' | 'warn' | 'danger';

const useStyles = makeStyles({
  base: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    height: '20px',
    paddingInline: '6px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusMedium,
    ...shorthands.border('1px', 'solid', 'transparent'),
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
    flexShrink: 0,
  },
  icon: { fontSize: '14px', flexShrink: 0 },
  good: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorStatusSuccessForeground1,
    ...shorthands.borderColor(tokens.colorStatusSuccessBorder1),
  },
  change: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    ...shorthands.borderColor(tokens.colorBrandStroke2),
  },
  quiet: {
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground3,
    ...shorthands.borderColor(tokens.colorNeutralStroke2),
  },
  warn: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
    ...shorthands.borderColor(tokens.colorStatusWarningBorder1),
  },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
    ...shorthands.borderColor(tokens.colorStatusDangerBorder1),
  },
});

/** A state in one word with its icon. */
export function Pill({ tone, icon: Icon, children }: { tone: Tone; icon: FluentIcon; children: ReactNode }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.base, styles[tone])}>
      <Icon className={styles.icon} aria-hidden />
      <span data-word>{children}</span>
    </span>
  );
}
