import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { FieldChange } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ActionBadge } from '../../shared/ui/action-badge.tsx';
import { CommandBlock } from '../../shared/ui/command-block.tsx';
import { CopyButton } from '../../shared/ui/copy-button.tsx';
import { CountChips } from '../../shared/ui/count-chips.tsx';
import { FindingList } from '../../shared/ui/finding-list.tsx';
import { TypeIcon } from '../../shared/ui/type-icon.tsx';
import type { PlanRow } from './model/plan-rows.ts';
import { showValue } from './model/show-value.ts';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    gap: '14px',
    padding: '14px 16px',
    height: '100%',
    boxSizing: 'border-box',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', alignItems: 'flex-start', gap: '8px' },
  titles: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    display: 'flex',
    gap: '6px',
    alignItems: 'center',
  },
  path: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  close: { display: 'none', '@media (max-width: 860px)': { display: 'inline-flex' } },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 10px' },
  heading: { margin: '0 0 6px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  th: {
    textAlign: 'start',
    padding: '6px 8px 6px 0',
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    fontSize: tokens.fontSizeBase200,
  },
  td: {
    padding: '6px 8px 6px 0',
    verticalAlign: 'top',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  before: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  after: { fontWeight: tokens.fontWeightSemibold },
  ids: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    gap: '2px 10px',
    alignItems: 'center',
  },
  term: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  id: {
    margin: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  commands: { display: 'flex', flexDirection: 'column', gap: '8px' },
});

interface Props {
  readonly row: PlanRow;
  readonly path: readonly PlanRow[];
  readonly onGo: (index: number) => void;
  readonly onClose: () => void;
}

/** Everything the plan says about one place. */
export function PlaceDetails({ row, path, onGo, onClose }: Props) {
  const styles = useStyles();
  const { t, said } = useText();
  const { node } = row;
  return (
    <section className={styles.pane} aria-label={t('details.title')} tabIndex={0}>
      <div className={styles.head}>
        <div className={styles.titles}>
          <div className={styles.path}>
            {path.map((above) => (
              <span key={above.id}>
                <Link as="button" onClick={() => onGo(above.index)} inline>
                  <bdi>{above.node.name}</bdi>
                </Link>
                {' / '}
              </span>
            ))}
          </div>
          <h2 className={styles.title}>
            <TypeIcon type={node.type} />
            <bdi>{node.name}</bdi>
          </h2>
        </div>
        <Button
          className={styles.close}
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={t('details.close')}
          onClick={onClose}
        />
      </div>
      <div className={styles.line}>
        <ActionBadge action={node.action} />
        <Text>{said(node, 'reason') || t(`actionMeans.${node.action}`)}</Text>
      </div>
      {row.end > row.index + 1 && (
        <div className={styles.line}>
          <Text size={200}>{t('plan.column.below')}:</Text> <CountChips counts={row.below} />
        </div>
      )}
      <Changes changes={node.changes} creates={node.action === 'create'} />
      {node.findings.length > 0 && (
        <div>
          <h3 className={styles.heading}>{t('findings.title')}</h3>
          <FindingList findings={node.findings} />
        </div>
      )}
      <Commands row={row} />
      <Identifiers row={row} />
    </section>
  );
}

function Changes({ changes, creates }: { changes: readonly FieldChange[]; creates: boolean }) {
  const styles = useStyles();
  const { t, word } = useText();
  const show = (value: unknown) => showValue(value, word);
  if (changes.length === 0) return null;
  return (
    <div>
      <h3 className={styles.heading}>{t(creates ? 'details.fields' : 'details.changes')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.th}>
              {t('details.field')}
            </th>
            {!creates && (
              <th scope="col" className={styles.th}>
                {t('details.before')}
              </th>
            )}
            <th scope="col" className={styles.th}>
              {t(creates ? 'details.value' : 'details.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              <th scope="row" className={`${styles.th} ${styles.td}`}>
                {word('field', change.field)}
              </th>
              {!creates && (
                <td className={styles.td}>
                  <bdi className={styles.before}>{show(change.before)}</bdi>
                </td>
              )}
              <td className={styles.td}>
                <bdi className={styles.after}>{show(change.after)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Commands({ row }: { row: PlanRow }) {
  const styles = useStyles();
  const { t, said } = useText();
  const handovers = row.node.handovers ?? [];
  if (handovers.length === 0) return null;
  return (
    <div>
      <h3 className={styles.heading}>{t('details.handovers')}</h3>
      <div className={styles.commands}>
        {handovers.map((handover) => (
          <CommandBlock key={handover.command} why={said(handover, 'why')} command={handover.command} />
        ))}
      </div>
    </div>
  );
}

function Identifiers({ row }: { row: PlanRow }) {
  const styles = useStyles();
  const { t } = useText();
  const { key, placeId, mailbox } = row.node;
  const ids = [
    [t('details.key'), key],
    [t('details.placeId'), placeId],
    [t('details.mailbox'), mailbox],
  ] as const;
  return (
    <dl className={styles.ids}>
      {ids.map(
        ([label, value]) =>
          value !== undefined && (
            <div key={label} style={{ display: 'contents' }}>
              <dt className={styles.term}>{label}</dt>
              <dd className={styles.id}>{value}</dd>
              <dd style={{ margin: 0 }}>
                <CopyButton text={value} label={t('copy.value', { what: label })} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
