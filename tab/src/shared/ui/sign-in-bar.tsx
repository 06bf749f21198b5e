import { Button, makeStyles, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useText } from '../i18n/text-context.tsx';
import { useSignIn } from '../teams/sign-in-context.tsx';

const useStyles = makeStyles({
  bar: { flexShrink: 0, borderRadius: 0, paddingBlock: '8px' },
  body: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 16px', whiteSpace: 'normal' },
  words: { flexGrow: 1, flexBasis: '220px', minWidth: 0, overflowWrap: 'anywhere' },
});

/** The one place that says that a sign-in is missing, with the one button that settles it; the view below stays. */
export function SignInBar() {
  const styles = useStyles();
  const { t } = useText();
  const { needed, challenged, start } = useSignIn();
  if (!needed) return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody>
        <div className={styles.body}>
          <span className={styles.words} role="alert">
            <MessageBarTitle>{t('signIn.title')}</MessageBarTitle>{' '}
            {t(start.isError ? 'signIn.failed' : challenged ? 'signIn.challenge' : 'signIn.why')}
          </span>
          <Button appearance="primary" disabledFocusable={start.isPending} onClick={() => start.mutate()}>
            {t(start.isPending ? 'signIn.pending' : 'signIn.go')}
          </Button>
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
