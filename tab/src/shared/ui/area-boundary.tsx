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

type Fault = 'none' | 'bug' | 'missingPart';

/** A part of the page that could not be loaded: lost network, or the server was updated since. Browsers differ in words. */
const isMissingPart = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script failed/i.test(error.message);

/** Keeps a fault of one area from taking the page with it; the area can be shown again. */
export class AreaBoundary extends Component<Props, { readonly fault: Fault }> {
  override state: { readonly fault: Fault } = { fault: 'none' };

  static getDerivedStateFromError(error: unknown) {
    return { fault: isMissingPart(error) ? 'missingPart' : 'bug' };
  }

  override render() {
    if (this.state.fault === 'none') return this.props.children;
    if (this.state.fault === 'missingPart') return <PartMissing />;
    return <AreaFailed onAgain={() => this.setState({ fault: 'none' })} />;
  }
}

/** The browser remembers a part that it did not get: only a new page asks for it again. */
function PartMissing() {
  const styles = useStyles();
  const { t } = useText();
  return (
    <div className={styles.card} role="alert">
      <Text weight="semibold">{t('area.missing')}</Text>
      <Text>{t('area.missingWhy')}</Text>
      <Button onClick={() => location.reload()}>{t('area.reload')}</Button>
    </div>
  );
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
