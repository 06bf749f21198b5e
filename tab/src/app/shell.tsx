import { makeStyles, mergeClasses, shorthands, tokens, useFocusFinders } from '@fluentui/react-components';
import { lazy, Suspense, type ReactNode } from 'react';
import { ConnectionChip } from '../features/connection/connection-chip.tsx';
import { useMe } from '../shared/api-client/queries.ts';
import { useText } from '../shared/i18n/text-context.tsx';
import { hrefOf, parseHash, useHash, type Route } from '../shared/route.ts';
import { hasRole } from '../shared/roles.ts';
import { AreaBoundary } from '../shared/ui/area-boundary.tsx';
import { Page } from '../shared/ui/page.tsx';
import { Loading } from '../shared/ui/query-area.tsx';
import { SignInBar } from '../shared/ui/sign-in-bar.tsx';
import { BuildingsPage } from './pages/buildings-page.tsx';

const BuildingPage = lazy(() => import('./pages/building-page.tsx'));
const PlanPage = lazy(() => import('./pages/plan-page.tsx'));
const RunPage = lazy(() => import('./pages/run-page.tsx'));
const ComparePage = lazy(() => import('./pages/compare-page.tsx'));
const GuidePage = lazy(() => import('./pages/guide-page.tsx'));
const SettingsPage = lazy(() => import('./pages/settings-page.tsx'));
const ConfigurePage = lazy(() => import('./pages/configure-page.tsx'));

const useStyles = makeStyles({
  shell: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  header: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '0 12px',
    paddingInline: '24px',
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.borderBottom('1px', 'solid', tokens.colorNeutralStroke2),
    '@media (max-width: 640px)': { paddingInline: '12px' },
    '@media (max-width: 420px)': { paddingInline: '8px', gap: '0 4px' },
  },
  nav: {
    display: 'flex',
    flexWrap: 'wrap',
    minWidth: 0,
    gap: '4px',
    '@media (max-width: 420px)': { gap: 0, fontSize: '13px' },
  },
  account: { marginInlineStart: 'auto', flexShrink: 0 },
  link: {
    display: 'inline-flex',
    alignItems: 'center',
    minHeight: '44px',
    paddingInline: '10px',
    '@media (max-width: 420px)': { paddingInline: '3px' },
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ...shorthands.borderBottom('2px', 'solid', 'transparent'),
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    ...shorthands.borderBottom('2px', 'solid', tokens.colorCompoundBrandStroke),
  },
  main: { flexGrow: 1, minHeight: 0, overflowY: 'auto', position: 'relative' },
  wait: { padding: '24px' },
});

/** Header and current view. `settings`: the host shows the tab while a channel tab is being added. */
export function Shell({ settings }: { settings: boolean }) {
  const styles = useStyles();
  const hash = useHash();
  // Keeps Fluent's focus manager alive between views: when its last user leaves together with an open dialog, it
  // goes without taking back the aria-hidden that the dialog had put on the page.
  useFocusFinders();
  const configures = settings || location.pathname.endsWith('/config');
  const route: Route = configures ? { view: 'configure' } : parseHash(hash);
  return (
    <div className={styles.shell}>
      {route.view !== 'configure' && <Header route={route} />}
      <SignInBar />
      <main className={styles.main}>
        <AreaBoundary key={hrefOf(route)}>
          <Suspense
            fallback={
              <div className={styles.wait}>
                <Loading />
              </div>
            }
          >
            <NeedsRole>
              <View route={route} />
            </NeedsRole>
          </Suspense>
        </AreaBoundary>
      </main>
    </div>
  );
}

/** A person without any role is told how to get one, instead of meeting a refusal in every corner. */
function NeedsRole({ children }: { children: ReactNode }) {
  const { t } = useText();
  const me = useMe().data;
  if (me === undefined || hasRole(me, 'Places.Viewer')) return children;
  return <Page title={t('role.none.title')}>{t('role.none.detail')}</Page>;
}

function Header({ route }: { route: Route }) {
  const styles = useStyles();
  const { t } = useText();
  const entry = (view: 'buildings' | 'settings' | 'guide', current: boolean) => (
    <a
      href={hrefOf({ view })}
      className={mergeClasses(styles.link, current && styles.current)}
      aria-current={current ? 'page' : undefined}
    >
      {t(`nav.${view}`)}
    </a>
  );
  return (
    <header className={styles.header}>
      <nav className={styles.nav} aria-label={t('nav.main')}>
        {entry('buildings', route.view !== 'guide' && route.view !== 'settings')}
        {entry('settings', route.view === 'settings')}
        {entry('guide', route.view === 'guide')}
      </nav>
      <div className={styles.account}>
        <AreaBoundary>
          <ConnectionChip />
        </AreaBoundary>
      </div>
    </header>
  );
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case 'buildings':
      return <BuildingsPage />;
    case 'guide':
      return <GuidePage />;
    case 'settings':
      return <SettingsPage />;
    case 'configure':
      return <ConfigurePage />;
    case 'building':
      return <BuildingPage buildingId={route.id} />;
    case 'plan':
      return <PlanPage planId={route.id} />;
    case 'run':
      return <RunPage runId={route.id} />;
    case 'compare':
      return <ComparePage runId={route.id} otherId={route.other} />;
  }
}
