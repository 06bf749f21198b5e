import { Button, makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/text-context.tsx';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '8px',
    padding: '16px',
    borderRadius: tokens.borderRadiusLarge,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

interface Props {
  readonly children: ReactNode;
}

/** Keeps a fault of one area from taking the page with it; the area can be shown again. */
export class AreaBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <AreaFailed onAgain={() => this.setState({ failed: false })} />;
  }
}

function AreaFailed({ onAgain }: { onAgain: () => void }) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <div className={styles.card} role="alert">
      <Text weight="semibold">{t('area.failed')}</Text>
      <Text>{t('area.safe')}</Text>
      <Button onClick={onAgain}>{t('area.again')}</Button>
    </div>
  );
}
