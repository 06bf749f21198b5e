import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  useAnnounce,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../shared/api-client/api-context.tsx';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { copyText, saveFile } from '../../shared/ui/hand-out.ts';

const FORMS = {
  json: 'application/json',
  csv: 'text/csv',
  md: 'text/markdown',
  zip: 'application/zip',
} as const;

type Way = 'copy' | keyof typeof FORMS;

const useStyles = makeStyles({ refused: { flexBasis: '100%', minWidth: 0 } });

/** Takes a report elsewhere, in the forms the API writes it. */
export function ReportMenu({ runId }: { runId: string }) {
  const styles = useStyles();
  const { t } = useText();
  const handOut = useHandOut(runId);
  const item = (way: Way, label: string) => <MenuItem onClick={() => handOut.mutate(way)}>{label}</MenuItem>;
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ArrowDownloadRegular />} disabledFocusable={handOut.isPending}>
            {t(handOut.isPending ? 'export.working' : 'export.menu')}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {item('copy', t('export.copyMarkdown'))}
            {item('md', t('export.markdown'))}
            {item('json', t('export.json'))}
            {item('csv', t('export.csv'))}
            {item('zip', t('export.zip'))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {handOut.data === false && <Text>{t('copy.failed')}</Text>}
      {handOut.error !== null && (
        <div className={styles.refused}>
          <ErrorCard error={handOut.error} onRetry={() => handOut.mutate(handOut.variables)} />
        </div>
      )}
    </>
  );
}

/** Reads the report in one of its forms and copies or saves it; the answer is whether copying was allowed. */
function useHandOut(runId: string) {
  const api = useApi();
  const { t } = useText();
  const { announce } = useAnnounce();
  const read = async (form: keyof typeof FORMS) => {
    const path = `/api/runs/${encodeURIComponent(runId)}/report`;
    return (await api.raw(path, { headers: { Accept: FORMS[form] } })).blob();
  };
  return useMutation({
    mutationFn: async (way: Way) => {
      if (way === 'copy') return copyText(await (await read('md')).text());
      saveFile(`report-${runId}.${way}`, FORMS[way], await read(way));
      return true;
    },
    onSuccess: (handedOut, way) => {
      if (way === 'copy' || !handedOut) announce(t(handedOut ? 'copy.done' : 'copy.failed'));
    },
  });
}
