import {
  Button,
  FluentProvider,
  makeStyles,
  Spinner,
  Text as Words,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Info } from '#contract';
import { TextContext, useText } from '../shared/i18n/text-context.tsx';
import type { Text } from '../shared/i18n/text.ts';
import { answerSignIn, refuseSignIn } from '../shared/teams/host.ts';
import { BrandMark } from '../shared/ui/brand-mark.tsx';
import { themeOf } from './theme.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    gap: '16px',
    height: '100%',
    padding: '24px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  reason: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere', maxWidth: '480px' },
});

interface Props {
  readonly text: Text;
  readonly theme: string;
  readonly loginHint: string | undefined;
  readonly loadInfo: () => Promise<Info>;
}

/** A page is loaded twice on the way, before and after Microsoft; each load takes its step once. */
let step: Promise<string | undefined> | undefined;

async function takeStep({ loadInfo, loginHint }: Pick<Props, 'loadInfo' | 'loginHint'>) {
  const [{ signInStep }, info] = await Promise.all([import('../shared/teams/sign-in-window.ts'), loadInfo()]);
  return signInStep(info, loginHint);
}

/**
 * The window that the tab opens when the host cannot sign the person in by itself: it goes to Microsoft and comes back
 * here, hands the result to the tab, and the host closes it.
 */
export function SignInPage({ text, theme, loginHint, loadInfo }: Props) {
  const [reason, setReason] = useState<string>();
  useEffect(() => {
    step ??= takeStep({ loadInfo, loginHint });
    step.then(
      (answer) => {
        if (answer !== undefined) answerSignIn(answer);
      },
      (error: unknown) => setReason(error instanceof Error ? error.message : String(error)),
    );
  }, [loadInfo, loginHint]);
  return (
    <FluentProvider theme={themeOf(theme)} style={{ height: '100%' }}>
      <TextContext value={text}>
        <Progress reason={reason} />
      </TextContext>
    </FluentProvider>
  );
}

function Progress({ reason }: { reason: string | undefined }) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <main className={styles.page}>
      <BrandMark size={48} />
      <h1 className={styles.title}>{t(reason === undefined ? 'signIn.window' : 'signIn.refused')}</h1>
      {reason === undefined ? (
        <Spinner label={t('signIn.wait')} />
      ) : (
        <>
          <Words className={styles.reason} role="alert">
            {reason}
          </Words>
          <Button appearance="primary" onClick={() => refuseSignIn(reason)}>
            {t('signIn.back')}
          </Button>
        </>
      )}
    </main>
  );
}
