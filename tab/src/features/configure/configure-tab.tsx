import { makeStyles, Radio, RadioGroup, Text } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Building } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { subPageOf } from '../../shared/route.ts';
import { offerTab } from '../../shared/teams/host.ts';

const useStyles = makeStyles({ list: { display: 'flex', flexDirection: 'column', gap: '8px' } });

const ALL = '';

/** While the tab is being added to a channel: what it shall open with. Teams owns the Save button. */
export function ConfigureTab({ buildings }: { buildings: readonly Building[] }) {
  const styles = useStyles();
  const { t } = useText();
  const [picked, setPicked] = useState(ALL);
  const building = buildings.find((one) => one.id === picked);
  const name = building === undefined ? 'Places Sync' : building.name;
  const subPage = building === undefined ? undefined : subPageOf({ view: 'building', id: building.id });
  useEffect(() => offerTab(name, subPage), [name, subPage]);
  return (
    <div className={styles.list}>
      <Text id="configure-what">{t('configure.what')}</Text>
      <RadioGroup
        aria-labelledby="configure-what"
        value={picked}
        onChange={(_event, data) => setPicked(data.value)}
      >
        <Radio value={ALL} label={t('configure.all')} />
        {buildings.map((one) => (
          <Radio key={one.id} value={one.id} label={one.name} />
        ))}
      </RadioGroup>
    </div>
  );
}
