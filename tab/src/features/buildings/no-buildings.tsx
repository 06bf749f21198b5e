import { Link, makeStyles, shorthands, Text, tokens } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import type { ReactNode } from 'react';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hrefOf } from '../../shared/route.ts';

const useStyles = makeStyles({
  ways: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(280px, 100%), 1fr))',
    gap: '16px',
  },
  way: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '8px',
    padding: '24px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
  },
  icon: { fontSize: '32px', color: tokens.colorBrandForeground1 },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

interface Props {
  /** The button that starts an upload. */
  readonly upload: ReactNode;
  /** The button that reads a file from an address. */
  readonly fetch: ReactNode;
}

/** Nothing here yet: the ways to bring buildings in. */
export function NoBuildings({ upload, fetch }: Props) {
  const styles = useStyles();
  const { t } = useText();
  return (
    <>
      <Text>
        {t('empty.first')} <Link href={hrefOf({ view: 'guide' })}>{t('empty.guide')}</Link>.
      </Text>
      <div className={styles.ways}>
        <section className={styles.way}>
          <ArrowUploadRegular className={styles.icon} aria-hidden />
          <Text as="h2" weight="semibold" size={400} block>
            {t('empty.upload.title')}
          </Text>
          <Text>{t('empty.upload.how')}</Text>
          {upload}
        </section>
        <section className={styles.way}>
          <PlugConnectedRegular className={styles.icon} aria-hidden />
          <Text as="h2" weight="semibold" size={400} block>
            {t('empty.platform.title')}
          </Text>
          <Text>{t('empty.platform.how')}</Text>
          <code className={styles.code}>
            PUT /api/sources/&#123;source&#125;/buildings/&#123;sourceKey&#125;
          </code>
          <Text>{t('empty.platform.fetch')}</Text>
          {fetch}
        </section>
      </div>
    </>
  );
}
