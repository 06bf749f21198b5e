import { Button, Link, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Building, StandingApproval } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { compareNames } from '../../shared/compare-names.ts';
import { hrefOf } from '../../shared/route.ts';
import { searchText } from '../../shared/search-text.ts';
import { Card } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
import { ApprovalControl } from './approval-control.tsx';
import { useApprovals } from './use-approvals.ts';

const FIRST = 10;
const MORE = 50;
const STOPPED: StandingApproval = { allowed: false };

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px' },
  minor: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  search: { flexGrow: 1, maxWidth: '360px', minWidth: 0 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: { padding: '6px 0', borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  name: { overflowWrap: 'anywhere' },
});

interface Props {
  readonly buildings: readonly Building[];
  readonly mayChange: boolean;
}

/** Every building with its standing approval, those that have one first. */
export function ApprovalsList({ buildings, mayChange }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const approvals = useApprovals();
  return (
    <Card title={t('approval.title')}>
      <div className={styles.content}>
        <Text className={styles.minor}>{t('approval.about')}</Text>
        {!mayChange && (
          <Text size={200} className={styles.minor}>
            {t('connection.adminOnly')}
          </Text>
        )}
        <QueryArea query={approvals} lines={4}>
          {(data) =>
            buildings.length === 0 ? (
              <Text>{t('approval.none')}</Text>
            ) : (
              <Rows buildings={buildings} approvals={data} mayChange={mayChange} />
            )
          }
        </QueryArea>
      </div>
    </Card>
  );
}

interface RowsProps extends Props {
  readonly approvals: ReadonlyMap<string, StandingApproval>;
}

/** A row keeps its place while somebody works: the order is that of the first look. */
function Rows({ buildings, approvals, mayChange }: RowsProps) {
  const styles = useStyles();
  const { t } = useText();
  const [atFirst] = useState(approvals);
  const [words, setWords] = useState('');
  const [most, setMost] = useState(FIRST);
  const rank = ({ id }: Building) => (atFirst.get(id)?.allowed === true ? 0 : 1);
  const found = buildings
    .filter(({ name, sourceKey }) => searchText(`${name} ${sourceKey}`).includes(searchText(words.trim())))
    .sort((a, b) => rank(a) - rank(b) || compareNames(a, b));
  const allowed = buildings.filter(({ id }) => approvals.get(id)?.allowed === true).length;
  return (
    <>
      <div className={styles.tools}>
        {buildings.length > FIRST && (
          <SearchBox
            className={styles.search}
            placeholder={t('approval.search')}
            aria-label={t('approval.search')}
            value={words}
            onChange={(_event, data) => setWords(data.value)}
          />
        )}
        <Text size={200} role="status">
          {t('approval.count', { n: allowed, all: buildings.length })}
        </Text>
      </div>
      {found.length === 0 && <Text>{t('buildings.noMatch')}</Text>}
      <ul className={styles.list}>
        {found.slice(0, most).map((building) => (
          <li key={building.id} className={styles.item}>
            <ApprovalControl
              building={building}
              approval={approvals.get(building.id) ?? STOPPED}
              mayChange={mayChange}
            >
              <Link href={hrefOf({ view: 'building', id: building.id })} className={styles.name}>
                <bdi>{building.name}</bdi>
              </Link>
            </ApprovalControl>
          </li>
        ))}
      </ul>
      {found.length > most && (
        <Button appearance="subtle" onClick={() => setMost(most + MORE)}>
          {t('approval.more')}
        </Button>
      )}
    </>
  );
}
