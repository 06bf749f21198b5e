import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { hrefOf, type Route } from '../route.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '16px 24px 24px',
    boxSizing: 'border-box',
    minHeight: '100%',
    maxWidth: '1600px',
    marginInline: 'auto',
    '@media (max-width: 640px)': { padding: '12px 12px 24px', gap: '12px' },
  },
  fill: { height: '100%', minHeight: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
  titles: {
    flexGrow: 1,
    flexBasis: '320px',
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
  },
  crumbs: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '6px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px', minWidth: 0 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
  },
  lead: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

export interface Crumb {
  readonly label: string;
  readonly to: Route;
}

interface Props {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  /** Beside the title: a badge. */
  readonly badge?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A view with its heading, which takes the focus when the view opens so that screen readers start there. */
export function Page({ title, crumbs = [], badge, lead, actions, children }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Places Sync`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.titles}>
          {crumbs.length > 0 && (
            <nav aria-label={t('nav.path')}>
              <ol className={styles.crumbs}>
                {crumbs.map((crumb, index) => (
                  <li key={hrefOf(crumb.to)}>
                    {index > 0 && '/ '}
                    <Link href={hrefOf(crumb.to)} inline>
                      <bdi>{crumb.label}</bdi>
                    </Link>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <div className={styles.line}>
            <h1 className={styles.title} ref={heading} tabIndex={-1}>
              <bdi>{title}</bdi>
            </h1>
            {badge}
          </div>
          {lead !== undefined && <Text className={styles.lead}>{lead}</Text>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A titled box on the canvas. */
export function Card({ title, aside, children }: { title?: string; aside?: ReactNode; children: ReactNode }) {
  const styles = useCardStyles();
  return (
    <section className={styles.card} aria-label={title}>
      {title !== undefined && (
        <div className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

const useCardStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: '16px',
    minWidth: 0,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: '8px',
    marginBottom: '10px',
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
});
