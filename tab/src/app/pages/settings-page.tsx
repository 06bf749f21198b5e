import { useBuildings } from '../../features/buildings/use-buildings.ts';
import { ApprovalsList } from '../../features/settings/approvals-list.tsx';
import { ReportSettings } from '../../features/settings/report-settings.tsx';
import { useMe } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';

/** What holds for everybody: where reports go, and what help desk may start. */
export default function SettingsPage() {
  const { t } = useText();
  const me = useMe();
  const buildings = useBuildings();
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')}>
      <QueryArea query={me} lines={6}>
        {(person) => (
          <>
            <ReportSettings mayChange={hasRole(person, 'Places.Admin')} />
            <QueryArea query={buildings} lines={4}>
              {(all) => <ApprovalsList buildings={all} mayChange={hasRole(person, 'Places.Admin')} />}
            </QueryArea>
          </>
        )}
      </QueryArea>
    </Page>
  );
}
