import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AddCircleRegular } from '@fluentui/react-icons/svg/add-circle';
import { ArrowMoveRegular } from '@fluentui/react-icons/svg/arrow-move';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { EqualCircleRegular } from '@fluentui/react-icons/svg/equal-circle';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle';
import type { RunCounts } from '#contract';
import { useText } from '../i18n/text-context.tsx';
import { RUN_COUNTS } from '../run-count-order.ts';
import type { FluentIcon } from './pill.tsx';

type Count = keyof RunCounts;

/** Shown even when nothing is to count; the others only when there is something to say. */
const ALWAYS = new Set<Count>(['created', 'updated', 'skipped', 'failed']);

const ICONS: Readonly<Record<Count, FluentIcon>> = {
  created: AddCircleRegular,
  updated: EditRegular,
  adopted: LinkRegular,
  moved: ArrowMoveRegular,
  removed: DeleteRegular,
  skipped: EqualCircleRegular,
  failed: ErrorCircleRegular,
  unknown: QuestionCircleRegular,
};

const useStyles = makeStyles({
  list: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(132px, 45%), 1fr))',
    gap: '8px',
  },
  tile: {
    display: 'flex',
    flexDirection: 'column-reverse',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `1px solid ${tokens.colorNeutralStroke3}`,
    minWidth: 0,
  },
  bad: { border: `1px solid ${tokens.colorStatusDangerBorder1}` },
  term: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  value: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  zero: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
});

/** What became of the places of a run, as figures. */
export function RunCountTiles({ counts }: { counts: RunCounts }) {
  const styles = useStyles();
  const { t, number } = useText();
  return (
    <dl className={styles.list}>
      {RUN_COUNTS.filter((count) => ALWAYS.has(count) || counts[count] > 0).map((count) => {
        const Icon = ICONS[count];
        const bad = (count === 'failed' || count === 'unknown') && counts[count] > 0;
        return (
          <div key={count} className={mergeClasses(styles.tile, bad && styles.bad)}>
            <dt className={styles.term}>
              <Icon aria-hidden />
              {t(`counts.${count}`)}
            </dt>
            <dd className={mergeClasses(styles.value, counts[count] === 0 && styles.zero)}>
              {number(counts[count])}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
