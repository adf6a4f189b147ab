import { Page } from '../../design/page.js';
import { LatestEntries } from './latest-entries.js';
import { NeedsYou } from './needs-you.js';
import { Trees } from './trees.js';

/** What somebody on call keeps open: what waits, where the money is, and what happens. */
export function HomePage() {
  return (
    <Page title="Home">
      <NeedsYou />
      <Trees />
      <LatestEntries />
    </Page>
  );
}
