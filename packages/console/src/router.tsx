import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { queryClient } from './api/query-client.js';
import { pagesIn, searchTexts } from './parts/search-texts.js';
import { spendChoice } from './pages/budget/spend-choice.js';
import { settingsSearch } from './pages/budget/settings/settings-parts.js';
import { ErrorPage, MissingPage } from './pages/error-pages.js';
import { entriesFound, ENTRY_SEARCH } from './pages/journal/entry-search.js';
import { RESERVATION_SEARCH, reservationsFound } from './pages/reservations/reservation-search.js';
import { spendSearch } from './pages/spend/spend-search.js';
import { onSignedOut, sessionQuery } from './session/session.js';
import { treeSearch } from './pages/tree/tree-search.js';
import { pathWithin } from './session/path-within.js';
import { Shell } from './shell/shell.js';

const root = createRootRoute({ notFoundComponent: MissingPage, errorComponent: ErrorPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ returnTo, error }): { returnTo?: string; error?: string } => ({
    ...(typeof returnTo === 'string' && { returnTo: pathWithin(returnTo) }),
    ...(typeof error === 'string' && { error }),
  }),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.js'), 'SignInPage'),
});

/** Every page under it is for those who are signed in, and comes back to them after signing in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session) redirect({ to: '/sign-in', search: { returnTo: location.href }, throw: true });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/home-page.js'), 'HomePage'),
});

const approvals = createRoute({
  getParentRoute: () => signedIn,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./pages/approvals/approvals-page.js'), 'ApprovalsPage'),
});

const approval = createRoute({
  getParentRoute: () => approvals,
  path: '$id',
});

const budget = createRoute({
  getParentRoute: () => signedIn,
  path: '/budgets/$id',
  component: lazyRouteComponent(() => import('./pages/budget/budget-layout.js'), 'BudgetLayout'),
});

const budgetOverview = createRoute({
  getParentRoute: () => budget,
  path: '/',
  validateSearch: spendChoice,
  component: lazyRouteComponent(() => import('./pages/budget/budget-overview.js'), 'BudgetOverview'),
});

const spend = createRoute({
  getParentRoute: () => signedIn,
  path: '/spend',
  validateSearch: spendSearch,
  component: lazyRouteComponent(() => import('./pages/spend/spend-page.js'), 'SpendPage'),
});

const tree = createRoute({
  getParentRoute: () => signedIn,
  path: '/tree',
  validateSearch: treeSearch,
  component: lazyRouteComponent(() => import('./pages/tree/tree-page.js'), 'TreePage'),
});

const reservations = createRoute({
  getParentRoute: () => signedIn,
  path: '/reservations',
  validateSearch: (search) => searchTexts(search, RESERVATION_SEARCH),
  loaderDeps: ({ search: { pages: _, ...question } }) => question,
  // The page is shown with all that it had, so that it can be scrolled to where it was.
  loader: ({ deps, location }) =>
    queryClient.prefetchInfiniteQuery({
      ...reservationsFound(deps),
      pages: pagesIn(searchTexts(location.search, ['pages'])),
    }),
  component: lazyRouteComponent(
    () => import('./pages/reservations/reservations-page.js'),
    'ReservationsPage',
  ),
});

const reservation = createRoute({
  getParentRoute: () => signedIn,
  path: '/reservations/$id',
  component: lazyRouteComponent(() => import('./pages/reservations/reservation-page.js'), 'ReservationPage'),
});

const journal = createRoute({
  getParentRoute: () => signedIn,
  path: '/journal',
  validateSearch: (search) => searchTexts(search, ENTRY_SEARCH),
  loaderDeps: ({ search: { pages: _, ...question } }) => question,
  loader: ({ deps, location }) =>
    queryClient.prefetchInfiniteQuery({
      ...entriesFound(deps),
      pages: pagesIn(searchTexts(location.search, ['pages'])),
    }),
  component: lazyRouteComponent(() => import('./pages/journal/journal-page.js'), 'JournalPage'),
});

const why = createRoute({
  getParentRoute: () => signedIn,
  path: '/why',
  component: lazyRouteComponent(() => import('./pages/why/why-page.js'), 'WhyPage'),
});

const decision = createRoute({
  getParentRoute: () => signedIn,
  path: '/why/$id',
  component: lazyRouteComponent(() => import('./pages/why/why-page.js'), 'DecisionPage'),
});

const budgetSettings = createRoute({
  getParentRoute: () => budget,
  path: 'settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(
    () => import('./pages/budget/settings/budget-settings-page.js'),
    'BudgetSettingsPage',
  ),
});

const mySettings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/my-settings-page.js'), 'MySettingsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn.addChildren([
      home,
      approvals.addChildren([approval]),
      tree,
      spend,
      budget.addChildren([budgetOverview, budgetSettings]),
      reservations,
      reservation,
      journal,
      why,
      decision,
      mySettings,
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

onSignedOut(() => void router.invalidate());

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
