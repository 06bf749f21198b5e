import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import type { Action, PlanSummary } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ACTION_ICONS, ACTIONS } from '../../shared/ui/action-badge.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    minHeight: '32px',
    paddingInline: '10px',
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusCircular,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    cursor: 'pointer',
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      color: tokens.colorNeutralForeground1Hover,
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  pressed: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    ...shorthands.borderColor(tokens.colorBrandStroke1),
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
  },
  count: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  icon: { fontSize: '16px' },
});

interface Props {
  readonly summary: PlanSummary;
  readonly picked: ReadonlySet<Action>;
  readonly onChange: (picked: ReadonlySet<Action>) => void;
}

/** The plan's counts, each a switch that shows only places with that action. */
export function ActionFilter({ summary, picked, onChange }: Props) {
  const styles = useStyles();
  const { t, number } = useText();
  const present = ACTIONS.filter((action) => summary[action] > 0);

  function flip(action: Action) {
    const next = new Set(picked);
    if (!next.delete(action)) next.add(action);
    onChange(next);
  }

  return (
    <div className={styles.list} role="group" aria-label={t('plan.filterAction')}>
      {present.map((action) => {
        const on = picked.has(action);
        const Icon = on ? CheckmarkRegular : ACTION_ICONS[action];
        return (
          <button
            key={action}
            type="button"
            aria-pressed={on}
            className={mergeClasses(styles.chip, on && styles.pressed)}
            onClick={() => flip(action)}
          >
            <Icon className={styles.icon} aria-hidden />
            <span className={styles.count}>{number(summary[action])}</span>
            {t(`action.${action}`)}
          </button>
        );
      })}
    </div>
  );
}
