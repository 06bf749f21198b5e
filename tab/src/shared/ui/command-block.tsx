import { makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { useText } from '../i18n/text-context.tsx';
import { CopyButton } from './copy-button.tsx';

const useStyles = makeStyles({
  block: {
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px',
    paddingInline: '10px 4px',
    ...shorthands.borderBottom('1px', 'solid', tokens.colorNeutralStroke2),
  },
  code: {
    margin: 0,
    paddingBlock: '8px',
    paddingInline: '10px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground1,
    direction: 'ltr',
  },
});

/** A command for an administrator to run by hand, with why and a copy button. */
export function CommandBlock({ why, command }: { why?: string | undefined; command: string }) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <Text size={200}>{why ?? 'PowerShell'}</Text>
        <CopyButton text={command} label={t('copy.command')} showLabel />
      </div>
      <pre className={styles.code}>{command}</pre>
    </div>
  );
}
