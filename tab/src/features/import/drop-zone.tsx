import { Button, makeStyles, mergeClasses, shorthands, Text, tokens } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { useRef, useState, type DragEvent } from 'react';
import { useText } from '../../shared/i18n/text-context.tsx';

const useStyles = makeStyles({
  zone: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: '8px',
    padding: '28px 16px',
    borderRadius: tokens.borderRadiusLarge,
    ...shorthands.border('2px', 'dashed', tokens.colorNeutralStroke1),
    backgroundColor: tokens.colorNeutralBackground2,
  },
  over: {
    ...shorthands.borderColor(tokens.colorBrandStroke1),
    backgroundColor: tokens.colorBrandBackground2,
  },
  icon: { fontSize: '32px', color: tokens.colorNeutralForeground3 },
  minor: {
    color: tokens.colorNeutralForeground3,
    maxWidth: '100%',
    overflowWrap: 'anywhere',
    textAlign: 'center',
  },
  input: { display: 'none' },
});

/** Takes files by drag and drop or by the file dialog. */
export function DropZone({ onPick }: { onPick: (files: readonly File[]) => void }) {
  const styles = useStyles();
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    onPick([...event.dataTransfer.files]);
  }

  return (
    <div
      className={mergeClasses(styles.zone, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <ArrowUploadRegular className={styles.icon} aria-hidden />
      <Text weight="semibold">{t('import.drop')}</Text>
      <Text size={200} className={styles.minor}>
        {t('import.kinds')}
      </Text>
      <Button appearance="primary" onClick={() => input.current?.click()}>
        {t('import.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        className={styles.input}
        accept=".json,.zip,.csv,application/json,application/zip,text/csv"
        aria-label={t('import.choose')}
        onChange={(event) => {
          onPick([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
