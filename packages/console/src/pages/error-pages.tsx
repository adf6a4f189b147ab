import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { EmptyState } from '../design/empty-state.js';
import { ErrorState } from '../design/error-state.js';
import { Page } from '../design/page.js';

/** What a page shows that could not be loaded at all. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page could not be shown">
      <ErrorState error={error} retry={reset} />
    </Page>
  );
}

export function MissingPage() {
  return (
    <Page title="There is no such page">
      <EmptyState text="The address may be mistyped, or the page may have moved.">
        <Link to="/">Go to Home</Link>
      </EmptyState>
    </Page>
  );
}
