import { makeStyles, Radio, RadioGroup, SearchBox, Text } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Building } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { subPageOf } from '../../shared/route.ts';
import { searchText } from '../../shared/search-text.ts';
import { offerTab } from '../../shared/teams/host.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '8px' },
  search: { maxWidth: '360px' },
});

const ALL = '';
/** A longer list is searched, not scrolled. */
const SHOWN = 20;

/** While the tab is being added to a channel: what it shall open with. Teams owns the Save button. */
export function ConfigureTab({ buildings }: { buildings: readonly Building[] }) {
  const styles = useStyles();
  const { t, n } = useText();
  const [picked, setPicked] = useState(ALL);
  const [words, setWords] = useState('');
  const building = buildings.find((one) => one.id === picked);
  const name = building === undefined ? 'Places Sync' : building.name;
  const subPage = building === undefined ? undefined : subPageOf({ view: 'building', id: building.id });
  useEffect(() => offerTab(name, subPage), [name, subPage]);
  const found = buildings.filter((one) => searchText(one.name).includes(searchText(words.trim())));
  const shown = found.slice(0, SHOWN);
  // The choice stays in sight, whatever is searched for next.
  if (building !== undefined && !shown.includes(building)) shown.unshift(building);
  return (
    <div className={styles.list}>
      <Text id="configure-what">{t('configure.what')}</Text>
      {buildings.length > SHOWN && (
        <SearchBox
          className={styles.search}
          placeholder={t('approval.search')}
          aria-label={t('approval.search')}
          value={words}
          onChange={(_event, data) => setWords(data.value)}
        />
      )}
      <RadioGroup
        aria-labelledby="configure-what"
        value={picked}
        onChange={(_event, data) => setPicked(data.value)}
      >
        <Radio value={ALL} label={t('configure.all')} />
        {shown.map((one) => (
          <Radio key={one.id} value={one.id} label={one.name} />
        ))}
      </RadioGroup>
      {found.length > SHOWN && <Text>{n('configure.more', found.length - SHOWN)}</Text>}
    </div>
  );
}
