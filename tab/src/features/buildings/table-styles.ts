import { makeStyles, tokens } from '@fluentui/react-components';

const NARROW = '@media (max-width: 860px)';

/** A table that turns into cards where there is no room for columns. */
export const useTableStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'separate',
    borderSpacing: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    [NARROW]: { display: 'block' },
  },
  // Columns of a long list must not change their width with the rows that happen to be drawn.
  long: {
    tableLayout: 'fixed',
    '& thead th:first-child': { width: '32%' },
    '& thead th:nth-child(2)': { width: '15%' },
    '& thead th:nth-child(4)': { width: '11%' },
    '& thead td:last-child': { width: '140px' },
  },
  gap: { [NARROW]: { display: 'block' } },
  gapCell: { padding: 0, [NARROW]: { display: 'block' } },
  head: { [NARROW]: { display: 'none' } },
  body: { [NARROW]: { display: 'block' } },
  heading: {
    textAlign: 'start',
    padding: '4px 12px',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'nowrap',
  },
  sort: { justifyContent: 'flex-start', minWidth: 0, paddingInline: 0, fontWeight: tokens.fontWeightRegular },
  row: {
    ':hover': {
      backgroundColor: `color-mix(in srgb, ${tokens.colorNeutralForeground1} 4%, ${tokens.colorNeutralBackground1})`,
    },
    [NARROW]: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 12px',
      padding: '12px',
      borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    },
  },
  cell: {
    padding: '10px 12px',
    verticalAlign: 'middle',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    [NARROW]: { display: 'block', padding: 0, borderTopStyle: 'none' },
  },
  nameCell: { [NARROW]: { width: '100%' } },
  end: { textAlign: 'end', whiteSpace: 'nowrap', [NARROW]: { marginInlineStart: 'auto' } },
  wideOnly: { [NARROW]: { display: 'none' } },
  narrowOnly: { display: 'none', [NARROW]: { display: 'inline' } },
  minor: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  bar: { width: '140px', maxWidth: '100%', marginTop: '4px' },
});
