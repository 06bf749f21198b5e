import { ComparisonView } from '../../features/report/comparison-view.tsx';
import { PlaceDifferences } from '../../features/report/place-differences.tsx';
import { useReport, useRunPlaces } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Page, type Crumb } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';

/** Two runs side by side. */
export default function ComparePage({ runId, otherId }: { runId: string; otherId: string }) {
  const { t } = useText();
  const one = useReport(runId);
  const other = useReport(otherId);
  const building = one.data?.building;
  const crumbs: Crumb[] = [{ label: t('nav.buildings'), to: { view: 'buildings' } }];
  if (building !== undefined)
    crumbs.push({ label: building.name, to: { view: 'building', id: building.id } });
  return (
    <Page title={t('compare.title')} crumbs={crumbs}>
      <QueryArea query={one}>
        {(first) => (
          <QueryArea query={other}>
            {(second) => (
              <ComparisonView
                one={first}
                other={second}
                places={(earlier, later) => <Places earlier={earlier} later={later} />}
              />
            )}
          </QueryArea>
        )}
      </QueryArea>
    </Page>
  );
}

function Places({ earlier, later }: { earlier: string; later: string }) {
  const before = useRunPlaces(earlier);
  const after = useRunPlaces(later);
  return (
    <QueryArea query={before}>
      {(first) => (
        <QueryArea query={after}>{(second) => <PlaceDifferences earlier={first} later={second} />}</QueryArea>
      )}
    </QueryArea>
  );
}
