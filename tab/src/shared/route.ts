import { useSyncExternalStore } from 'react';

/** Every view of the tab that has an address. */
export type Route =
  | { readonly view: 'buildings' }
  | { readonly view: 'guide' }
  | { readonly view: 'settings' }
  | { readonly view: 'configure' }
  | { readonly view: 'building'; readonly id: string }
  | { readonly view: 'plan'; readonly id: string }
  | { readonly view: 'run'; readonly id: string }
  | { readonly view: 'compare'; readonly id: string; readonly other: string };

const part = encodeURIComponent;

/** The fragment of a view; the API never sees it, and a reload comes back to it. */
export function hrefOf(route: Route): string {
  switch (route.view) {
    case 'buildings':
      return '#/';
    case 'guide':
    case 'settings':
    case 'configure':
      return `#/${route.view}`;
    case 'building':
      return `#/buildings/${part(route.id)}`;
    case 'plan':
      return `#/plans/${part(route.id)}`;
    case 'run':
      return `#/runs/${part(route.id)}`;
    case 'compare':
      return `#/compare/${part(route.id)}/${part(route.other)}`;
  }
}

function decode(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return '';
  }
}

/** Reads a fragment; what is no view is the list of buildings. */
export function parseHash(hash: string): Route {
  const [view, first, second] = hash.replace(/^#\/?/, '').split('/');
  const id = decode(first);
  if (view === 'guide' || view === 'settings' || view === 'configure') return { view };
  if (id !== '') {
    if (view === 'buildings') return { view: 'building', id };
    if (view === 'plans') return { view: 'plan', id };
    if (view === 'runs') return { view: 'run', id };
    const other = decode(second);
    if (view === 'compare' && other !== '') return { view: 'compare', id, other };
  }
  return { view: 'buildings' };
}

const SUB_PAGES = { run: 'run', building: 'building', plan: 'plan' } as const;

/** The view of a deep link from a card (`run:ID`), or undefined when it names none. */
export function parseSubPage(subPageId: string | undefined): Route | undefined {
  const match = /^(run|building|plan):(.+)$/.exec(subPageId ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { view: SUB_PAGES[match[1] as keyof typeof SUB_PAGES], id: match[2] };
}

/** What a shared link to a view carries; undefined for views that are not worth a link. */
export function subPageOf(route: Route): string | undefined {
  return route.view === 'run' || route.view === 'building' || route.view === 'plan'
    ? `${route.view}:${route.id}`
    : undefined;
}

export function navigate(route: Route): void {
  location.hash = hrefOf(route);
}

function subscribe(onChange: () => void) {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

/** The fragment now; parse it with {@link parseHash}. */
export const useHash = () => useSyncExternalStore(subscribe, () => location.hash);
