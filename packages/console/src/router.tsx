import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { queryClient } from './api/query-client.js';
import { ErrorPage, MissingPage } from './pages/error-pages.js';
import { onSignedOut, sessionQuery } from './session/session.js';
import { pathWithin } from './session/path-within.js';
import { Shell } from './shell/shell.js';

const root = createRootRoute({ notFoundComponent: MissingPage, errorComponent: ErrorPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ returnTo }): { returnTo?: string } =>
    typeof returnTo === 'string' ? { returnTo: pathWithin(returnTo) } : {},
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
  component: lazyRouteComponent(() => import('./pages/budget/budget-overview.js'), 'BudgetOverview'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn.addChildren([home, approvals.addChildren([approval]), budget.addChildren([budgetOverview])]),
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
