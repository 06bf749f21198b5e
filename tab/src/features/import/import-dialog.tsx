import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { useMakePlan } from '../../shared/api-client/commands.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { AddressForm } from './address-form.tsx';
import { DropZone } from './drop-zone.tsx';
import { ImportPreview } from './import-preview.tsx';
import { useImport, type Content, type Import } from './use-import.ts';

const SOURCE = 'files';

const useStyles = makeStyles({
  surface: { maxWidth: '720px' },
  content: { display: 'flex', flexDirection: 'column', gap: '14px', paddingBottom: '8px' },
  files: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  done: { display: 'flex', alignItems: 'center', gap: '8px' },
  icon: { fontSize: '24px', color: tokens.colorStatusSuccessForeground1, flexShrink: 0 },
});

interface Props {
  readonly open: boolean;
  /** What the person came for; both are there. */
  readonly from: 'files' | 'address';
  readonly onClose: () => void;
}

/** Upload in two steps: everything that was read and found is shown first, then it is stored. */
export function ImportDialog({ open, from, onClose }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const work = useImport(SOURCE);
  const close = () => {
    work.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(_event, { type, open: stays }) => {
        // A click beside it must not cost what was picked and read, nor the answer to storing it.
        const slip = type === 'backdropClick' && work.content !== undefined && work.stage !== 'stored';
        if (!stays && !slip && work.stage !== 'storing') close();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t('import.title')}</DialogTitle>
          <DialogContent className={styles.content} tabIndex={0}>
            <ImportStep work={work} from={from} />
          </DialogContent>
          <DialogActions fluid>
            <ImportActions work={work} onClose={close} />
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** Names of the files, or the address. */
const namesOf = (content: Content) =>
  'files' in content ? content.files.map((file) => file.name) : [content.address];

/** What is being read. An address stands in its own box as long as it can be changed. */
function ContentLine({ work: { content, stage } }: { work: Import }) {
  const styles = useStyles();
  const { t, list } = useText();
  if (content === undefined || (stage === 'pick' && 'address' in content)) return null;
  const words = 'files' in content ? 'import.files' : 'import.from';
  return (
    <Text size={200} className={styles.files}>
      {t(words, { files: list(namesOf(content)) })}
    </Text>
  );
}

function ImportStep({ work, from }: { work: Import; from: Props['from'] }) {
  const styles = useStyles();
  const { t, n } = useText();
  const busy = work.stage === 'checking' || work.stage === 'storing';
  return (
    <>
      {work.stage === 'pick' && <Ways work={work} from={from} />}
      {work.stage !== 'stored' && <ContentLine work={work} />}
      <div role="status">
        {busy && (
          <Spinner size="small" label={t(work.stage === 'checking' ? 'import.checking' : 'import.storing')} />
        )}
        {work.stage === 'stored' && (
          <div className={styles.done}>
            <CheckmarkCircleRegular className={styles.icon} aria-hidden />
            <Text>{n('import.stored', work.result?.buildings.length ?? 0)}</Text>
          </div>
        )}
      </div>
      {work.error !== null && (
        <ErrorCard error={work.error} onRetry={work.stage === 'checked' ? work.store : work.checkAgain} />
      )}
      {work.result !== undefined && work.stage !== 'checking' && work.stage !== 'stored' && (
        <ImportPreview result={work.result} />
      )}
    </>
  );
}

function Ways({ work, from }: { work: Import; from: Props['from'] }) {
  const before = work.content !== undefined && 'address' in work.content ? work.content.address : '';
  return (
    <>
      <DropZone onPick={(files) => work.pick({ files })} />
      <AddressForm
        before={before}
        first={from === 'address'}
        busy={work.stage === 'checking'}
        onRead={(address) => work.pick({ address })}
      />
    </>
  );
}

interface StoredProps {
  readonly stored: readonly { readonly buildingId: string }[];
  readonly onClose: () => void;
}

/** One building has one next step; of many a person chooses in the list. */
function StoredActions({ stored, onClose }: StoredProps) {
  const { t } = useText();
  const makePlan = useMakePlan();
  const [only] = stored.length === 1 ? stored : [];
  return (
    <>
      {makePlan.error !== null && only !== undefined && (
        <ErrorCard error={makePlan.error} onRetry={() => makePlan.mutate(only.buildingId)} />
      )}
      <Button appearance={only === undefined ? 'primary' : 'secondary'} onClick={onClose}>
        {t('import.close')}
      </Button>
      {only !== undefined && (
        <Button
          appearance="primary"
          disabledFocusable={makePlan.isPending}
          onClick={() => makePlan.mutate(only.buildingId)}
        >
          {t(makePlan.isPending ? 'plan.making' : 'import.preview')}
        </Button>
      )}
    </>
  );
}

function ImportActions({ work, onClose }: { work: Import; onClose: () => void }) {
  const { t, n } = useText();
  const count = work.result?.buildings.length ?? 0;
  if (work.stage === 'stored') {
    return <StoredActions stored={work.result?.buildings ?? []} onClose={onClose} />;
  }
  return (
    <>
      {(work.stage === 'checked' || work.stage === 'storing') && (
        <Button onClick={work.reset} disabledFocusable={work.stage === 'storing'}>
          {t('import.other')}
        </Button>
      )}
      <Button onClick={onClose} disabledFocusable={work.stage === 'storing'}>
        {t('import.cancel')}
      </Button>
      {(work.stage === 'checked' || work.stage === 'storing') && (
        <Button
          appearance="primary"
          disabledFocusable={count === 0 || work.stage === 'storing'}
          onClick={work.store}
        >
          {n('import.store', count)}
        </Button>
      )}
    </>
  );
}
