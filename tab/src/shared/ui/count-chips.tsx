import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Action } from '#contract';
import { useText } from '../i18n/text-context.tsx';
import { ACTION_ICONS, ACTION_TONES, ACTIONS } from './action-badge.tsx';

export type ActionCounts = Readonly<Partial<Record<Action, number>>>;

const useStyles = makeStyles({
  list: { display: 'inline-flex', alignItems: 'center', gap: '10px', flexWrap: 'wrap' },
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '3px',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: '14px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  change: { color: tokens.colorBrandForeground2 },
  quiet: { color: tokens.colorNeutralForeground3 },
  warn: { color: tokens.colorStatusWarningForeground3 },
  danger: { color: tokens.colorStatusDangerForeground1 },
});

/** "12 create, 3 update" as text: for tooltips and screen readers. */
export function useCountWords() {
  const { t, number } = useText();
  return (counts: ActionCounts) =>
    ACTIONS.filter((action) => (counts[action] ?? 0) > 0)
      .map((action) => `${number(counts[action] ?? 0)} ${t(`action.${action}`)}`)
      .join(', ');
}

/** How many places get which action: an icon and a number each, words for screen readers and as tooltip. */
export function CountChips({ counts, hideSkip = false }: { counts: ActionCounts; hideSkip?: boolean }) {
  const styles = useStyles();
  const { number } = useText();
  const words = useCountWords();
  const shown = ACTIONS.filter((action) => (counts[action] ?? 0) > 0 && !(hideSkip && action === 'skip'));
  if (shown.length === 0) return null;
  return (
    <span className={styles.list} role="img" aria-label={words(counts)} title={words(counts)}>
      {shown.map((action) => {
        const Icon = ACTION_ICONS[action];
        return (
          <span key={action} className={styles.chip}>
            <Icon className={mergeClasses(styles.icon, styles[ACTION_TONES[action]])} aria-hidden />
            {number(counts[action] ?? 0)}
          </span>
        );
      })}
    </span>
  );
}
