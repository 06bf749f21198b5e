import { makeStyles, tokens } from '@fluentui/react-components';

const NARROW = '@container (max-width: 560px)';

/** Rows have a fixed height, so that the scroll bar is right before a row was ever drawn. */
export const ROW_HEIGHT = 36;

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
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { boxShadow: `inset 0 0 0 2px ${tokens.colorStrokeFocus2}` },
  },
  columns: {
    display: 'grid',
    alignItems: 'center',
    gridTemplateColumns: 'minmax(0, 1fr) 112px minmax(0, 240px) 44px',
    columnGap: '8px',
    paddingInlineEnd: '8px',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr) auto 24px' },
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
    backgroundColor: tokens.colorNeutralBackground1Selected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
  },
  passing: { color: tokens.colorNeutralForeground3 },
  name: { display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0, height: '100%' },
  chevron: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '24px',
    height: '24px',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Pressed },
  },
  noChevron: { width: '24px', flexShrink: 0 },
  icon: { fontSize: '18px', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  mailbox: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    flexShrink: 2,
    [NARROW]: { display: 'none' },
  },
  below: { overflow: 'hidden', whiteSpace: 'nowrap', [NARROW]: { display: 'none' } },
  finding: { display: 'inline-flex', justifyContent: 'center', fontSize: '16px' },
  findingBelow: { opacity: 0.7, fontSize: '12px' },
  none: { padding: '32px 16px', textAlign: 'center' },
});
