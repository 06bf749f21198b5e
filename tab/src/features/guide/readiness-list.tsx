import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircleFilled } from '@fluentui/react-icons/svg/error-circle';
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle';
import type { ReactNode } from 'react';
import type { ReadinessItem } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { CommandBlock } from '../../shared/ui/command-block.tsx';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
  },
  item: {
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr)',
    gap: '4px 10px',
    padding: '14px 16px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflowWrap: 'anywhere',
  },
  icon: { fontSize: '22px' },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  problem: { color: tokens.colorStatusDangerForeground1 },
  unknown: { color: tokens.colorStatusWarningForeground3 },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  body: { gridColumn: 2, display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'flex-start' },
  minor: { color: tokens.colorNeutralForeground3 },
  command: { width: '100%' },
});

const ICONS = {
  ok: CheckmarkCircleFilled,
  problem: ErrorCircleFilled,
  unknown: QuestionCircleRegular,
} as const;

interface Props {
  readonly items: readonly ReadinessItem[];
  /** What can be done about an item right here, by its code. */
  readonly action: (item: ReadinessItem) => ReactNode;
}

/** Each requirement with its state now and the exact next step. */
export function ReadinessList({ items, action }: Props) {
  const styles = useStyles();
  const { t, said } = useText();
  return (
    <ol className={styles.list}>
      {items.map((item) => {
        const Icon = ICONS[item.state];
        return (
          <li key={item.code} className={styles.item}>
            <Icon
              className={mergeClasses(styles.icon, styles[item.state])}
              role="img"
              aria-label={t(`ready.${item.state}`)}
              title={t(`ready.${item.state}`)}
            />
            <h2 className={styles.title}>{said(item, 'title')}</h2>
            <div className={styles.body}>
              <Text>{said(item, 'detail')}</Text>
              {item.hint !== undefined && <Text className={styles.minor}>{said(item, 'hint')}</Text>}
              {item.command !== undefined && (
                <div className={styles.command}>
                  <CommandBlock command={item.command} />
                </div>
              )}
              {action(item)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
