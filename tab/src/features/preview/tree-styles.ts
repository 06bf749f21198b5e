import { makeStyles, tokens } from '@fluentui/react-components';

const NARROW = '@container (max-width: 460px)';

/** Rows have a fixed height, so that the scroll bar is right before a row was ever drawn. */
export const ROW_HEIGHT = 36;

/** A shade of the surface that keeps text readable in every theme; high contrast has no tokens for it. */
const shade = (percent: number) =>
  `color-mix(in srgb, ${tokens.colorNeutralForeground1} ${percent}%, ${tokens.colorNeutralBackground1})`;

export const useTreeStyles = makeStyles({
  frame: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    containerType: 'inline-size',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
    boxSizing: 'border-box',
  },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden', contain: 'strict' },
  inner: { position: 'relative', width: '100%' },
  row: {
    position: 'absolute',
    insetInlineStart: 0,
    top: 0,
    width: '100%',
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    cursor: 'default',
    outlineStyle: 'none',
    ':hover': { backgroundColor: shade(3) },
    ':focus-visible': { boxShadow: `inset 0 0 0 2px ${tokens.colorStrokeFocus2}` },
  },
  columns: {
    display: 'grid',
    alignItems: 'center',
    gridTemplateColumns: 'minmax(0, 1fr) var(--action-width) minmax(96px, 25%) 28px',
    columnGap: '8px',
    paddingInlineEnd: '8px',
    '--indent': '18px',
    [NARROW]: {
      gridTemplateColumns: 'minmax(0, 1fr) 34px 24px',
      '--indent': '10px',
      // The sign alone; screen readers still hear the word.
      '& [data-word]': {
        position: 'absolute',
        width: '1px',
        height: '1px',
        overflow: 'hidden',
        clipPath: 'inset(50%)',
      },
    },
  },
  head: {
    minHeight: '32px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    paddingInlineStart: '12px',
    flexShrink: 0,
  },
  active: {
    backgroundColor: shade(7),
    ':hover': { backgroundColor: shade(7) },
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
  },
  passing: { color: tokens.colorNeutralForeground3 },
  name: {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    minWidth: 0,
    height: '100%',
    paddingInlineStart: 'calc(8px + var(--depth) * var(--indent))',
  },
  chevron: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '24px',
    height: '24px',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground4 },
  },
  noChevron: { width: '24px', flexShrink: 0 },
  icon: { fontSize: '18px', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  /** A name that reads from right to left begins beside its sign all the same. */
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', textAlign: 'left' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  mailbox: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    // The name has the room first.
    flexShrink: 1000,
    minWidth: 0,
    [NARROW]: { display: 'none' },
  },
  below: { overflow: 'hidden', whiteSpace: 'nowrap', [NARROW]: { display: 'none' } },
  finding: { display: 'inline-flex', justifyContent: 'center', fontSize: '16px' },
  findingBelow: { opacity: 0.7, fontSize: '12px' },
  none: { padding: '32px 16px', textAlign: 'center' },
});
