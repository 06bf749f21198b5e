import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { lazy, Suspense, useState } from 'react';
import { BuildingsList } from '../../features/buildings/buildings-list.tsx';
import { NoBuildings } from '../../features/buildings/no-buildings.tsx';
import { useBuildings } from '../../features/buildings/use-buildings.ts';
import { useMe } from '../../shared/api-client/queries.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { Page } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';

const ImportDialog = lazy(async () => ({
  default: (await import('../../features/import/import-dialog.tsx')).ImportDialog,
}));

/** The start: every building with its state, and the way to bring in more. */
export function BuildingsPage() {
  const { t } = useText();
  const [uploading, setUploading] = useState<'closed' | 'open' | 'used'>('closed');
  const [from, setFrom] = useState<'files' | 'address'>('files');
  const buildings = useBuildings();
  const me = useMe().data;
  const mayUpload = hasRole(me, 'Places.Admin');
  const focusComesBack = useRestoreFocusTarget();
  const open = (wanted: typeof from) => () => {
    setFrom(wanted);
    setUploading('open');
  };
  const upload = (appearance: 'primary' | 'secondary') =>
    mayUpload && (
      <Button
        {...focusComesBack}
        appearance={appearance}
        icon={<ArrowUploadRegular />}
        onClick={open('files')}
      >
        {t('buildings.upload')}
      </Button>
    );
  const fetch = mayUpload && (
    <Button {...focusComesBack} icon={<LinkRegular />} onClick={open('address')}>
      {t('empty.platform.address')}
    </Button>
  );
  return (
    <Page
      title={t('buildings.title')}
      lead={t('buildings.lead')}
      actions={buildings.data?.length !== 0 && upload('secondary')}
    >
      <QueryArea query={buildings}>
        {(all) =>
          all.length === 0 ? (
            <NoBuildings upload={upload('primary')} fetch={fetch} />
          ) : (
            <BuildingsList buildings={all} mayPlan={hasRole(me, 'Places.Operator')} />
          )
        }
      </QueryArea>
      {uploading !== 'closed' && (
        <Suspense>
          <ImportDialog open={uploading === 'open'} from={from} onClose={() => setUploading('used')} />
        </Suspense>
      )}
    </Page>
  );
}
