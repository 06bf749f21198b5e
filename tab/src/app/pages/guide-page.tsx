import { Button, Link, Text } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import type { ReadinessItem } from '#contract';
import { ConnectionActions } from '../../features/connection/connection-actions.tsx';
import { ReadinessList } from '../../features/guide/readiness-list.tsx';
import { useReadiness } from '../../features/guide/use-readiness.ts';
import { useMe } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hrefOf } from '../../shared/route.ts';
import { Card, Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';

/** From nothing to the first sync: what is needed, checked live, and the way from there. */
export default function GuidePage() {
  const { t } = useText();
  const { readiness, again } = useReadiness();
  return (
    <Page
      title={t('guide.title')}
      lead={t('guide.lead')}
      actions={
        <Button
          icon={<ArrowSyncRegular />}
          disabledFocusable={readiness.isFetching}
          onClick={() => void again()}
        >
          {t(readiness.isFetching ? 'guide.checking' : 'guide.check')}
        </Button>
      }
    >
      <QueryArea query={readiness}>
        {({ items }) => (
          <>
            <Text role="status">
              {t('guide.score', {
                ok: items.filter((item) => item.state === 'ok').length,
                all: items.length,
              })}
            </Text>
            <ReadinessList items={items} action={(item) => <NextStep item={item} />} />
            <FirstSync />
          </>
        )}
      </QueryArea>
    </Page>
  );
}

function NextStep({ item }: { item: ReadinessItem }) {
  const { t } = useText();
  const me = useMe().data;
  if (item.state === 'ok') return null;
  if (item.code === 'connection' && me !== undefined) return <ConnectionActions me={me} />;
  if (item.code === 'building')
    return <Link href={hrefOf({ view: 'buildings' })}>{t('guide.toBuildings')}</Link>;
  return null;
}

function FirstSync() {
  const { t } = useText();
  return (
    <Card title={t('guide.then')}>
      <ol>
        <li>{t('guide.step.upload')}</li>
        <li>{t('guide.step.preview')}</li>
        <li>{t('guide.step.start')}</li>
        <li>{t('guide.step.report')}</li>
      </ol>
      <Link href={hrefOf({ view: 'buildings' })}>{t('guide.toBuildings')}</Link>
    </Card>
  );
}
