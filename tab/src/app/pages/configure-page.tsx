import { useBuildings } from '../../features/buildings/use-buildings.ts';
import { ConfigureTab } from '../../features/configure/configure-tab.tsx';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';

/** What Teams shows while the tab is being added to a channel. */
export default function ConfigurePage() {
  const { t } = useText();
  const buildings = useBuildings();
  return (
    <Page title={t('configure.title')}>
      <QueryArea query={buildings}>{(all) => <ConfigureTab buildings={all} />}</QueryArea>
    </Page>
  );
}
