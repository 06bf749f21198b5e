import { FluentProvider, Link, makeStyles, Text as Words, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Info } from '#contract';
import { TextContext, useText } from '../shared/i18n/text-context.tsx';
import type { Text } from '../shared/i18n/text.ts';
import { BrandMark } from '../shared/ui/brand-mark.tsx';
import { themeOf } from './theme.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    maxWidth: '560px',
    marginInline: 'auto',
    padding: '48px 24px',
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
});

interface Props {
  readonly text: Text;
  readonly loadInfo: () => Promise<Info>;
}

/**
 * What a person sees who opens the tab's address outside Teams: where the app lives. When the API names the page
 * that frames the tab, the person is taken there.
 */
export function Standalone({ text, loadInfo }: Props) {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const [info, setInfo] = useState<Info>();
  useEffect(() => {
    loadInfo().then(setInfo, () => undefined);
  }, [loadInfo]);
  const home = info?.teamsUrl;
  useEffect(() => {
    if (info?.mode === 'sandbox' && home !== undefined && window.parent === window) location.replace(home);
  }, [info, home]);
  return (
    <FluentProvider theme={themeOf(dark ? 'dark' : 'default')} style={{ height: '100%' }}>
      <TextContext value={text}>
        <Explanation home={home ?? 'https://teams.microsoft.com/'} />
      </TextContext>
    </FluentProvider>
  );
}

function Explanation({ home }: { home: string }) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <main className={styles.page}>
      <BrandMark size={48} />
      <h1 className={styles.title}>{t('standalone.title')}</h1>
      <Words>{t('standalone.why')}</Words>
      <Words>{t('standalone.how')}</Words>
      <Link href={home}>{t('standalone.open')}</Link>
    </main>
  );
}
