import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '12px 20px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  text: { flexGrow: 1 },
});

interface Props {
  /** The tab says that its choices can be saved. */
  readonly valid: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onCancel: () => void;
}

/** The buttons under a tab that is being added to a channel; Teams owns them, not the tab. */
export function ConfigureBar({ valid, saving, onSave, onCancel }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <Text className={styles.text}>Add Places Sync to the channel</Text>
      <Button onClick={onCancel}>Back</Button>
      <Button appearance="primary" disabled={!valid || saving} onClick={onSave}>
        Save
      </Button>
    </div>
  );
}
