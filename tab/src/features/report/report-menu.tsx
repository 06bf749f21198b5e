import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  useAnnounce,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { useText } from '../../shared/i18n/text-context.tsx';
import { copyText, saveFile } from '../../shared/ui/hand-out.ts';

const FORMS = {
  json: 'application/json',
  csv: 'text/csv',
  md: 'text/markdown',
  zip: 'application/zip',
} as const;

/** Takes a report elsewhere, in the forms the API writes it. */
export function ReportMenu({ runId }: { runId: string }) {
  const api = useApi();
  const { t } = useText();
  const { announce } = useAnnounce();

  const read = async (form: keyof typeof FORMS) =>
    (
      await api.raw(`/api/runs/${encodeURIComponent(runId)}/report`, { headers: { Accept: FORMS[form] } })
    ).blob();

  function hand(out: Promise<void>) {
    out.catch((error: unknown) => announce(error instanceof Error ? error.message : String(error)));
  }
  const save = async (form: keyof typeof FORMS) =>
    saveFile(`report-${runId}.${form}`, FORMS[form], await read(form));
  const copy = async () =>
    announce(t((await copyText(await (await read('md')).text())) ? 'copy.done' : 'copy.failed'));

  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />}>{t('export.menu')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => hand(copy())}>{t('export.copyMarkdown')}</MenuItem>
          <MenuItem onClick={() => hand(save('md'))}>{t('export.markdown')}</MenuItem>
          <MenuItem onClick={() => hand(save('json'))}>{t('export.json')}</MenuItem>
          <MenuItem onClick={() => hand(save('csv'))}>{t('export.csv')}</MenuItem>
          <MenuItem onClick={() => hand(save('zip'))}>{t('export.zip')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
