import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AlertRegular } from '@fluentui/react-icons/svg/alert';
import { CalendarRegular } from '@fluentui/react-icons/svg/calendar';
import { ChatRegular } from '@fluentui/react-icons/svg/chat';
import { PeopleTeamFilled } from '@fluentui/react-icons/svg/people-team';

const useStyles = makeStyles({
  rail: {
    width: '64px',
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '6px',
    paddingTop: '10px',
    backgroundColor: tokens.colorNeutralBackground4,
    '@media (max-width: 900px)': { display: 'none' },
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '2px',
    width: '56px',
    paddingBlock: '6px',
    fontSize: tokens.fontSizeBase100,
    color: tokens.colorNeutralForeground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  icon: { fontSize: '22px' },
  current: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  list: {
    width: '208px',
    flexShrink: 0,
    padding: '14px 10px',
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    backgroundColor: tokens.colorNeutralBackground2,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase300,
    '@media (max-width: 1700px)': { display: 'none' },
  },
  team: { fontWeight: tokens.fontWeightSemibold, padding: '6px 10px' },
  channel: {
    padding: '6px 10px 6px 28px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
  },
  open: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
  },
});

const ROOMS = [
  ['Activity', AlertRegular],
  ['Chat', ChatRegular],
  ['Teams', PeopleTeamFilled],
  ['Calendar', CalendarRegular],
] as const;

/** The surroundings of the tab: where it sits in Teams. Only to look at. */
export function Rail() {
  const styles = useStyles();
  return (
    <>
      <div className={styles.rail} aria-hidden>
        {ROOMS.map(([name, Icon]) => (
          <span key={name} className={mergeClasses(styles.item, name === 'Teams' && styles.current)}>
            <Icon className={styles.icon} />
            {name}
          </span>
        ))}
      </div>
      <div className={styles.list} aria-hidden>
        <span className={styles.team}>Workplace</span>
        <span className={mergeClasses(styles.channel, styles.open)}>General</span>
        <span className={styles.channel}>Moves and changes</span>
      </div>
    </>
  );
}
