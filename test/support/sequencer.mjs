import Sequencer from '@jest/test-sequencer';

/** What takes half a minute or more of two busy cores, the longest first. */
const LONG = [
  'integration/database/backup',
  'concurrency/large-close',
  'integration/meters/faults',
  'integration/docs/packed-packages',
  'integration/webhooks/faults',
  'integration/clients/python',
  'concurrency/stops',
  'integration/process/startup',
  'faults/all-attacks',
  'integration/watch/state',
  'integration/docs/programs',
  'integration/http/read-turns',
  'integration/bench/smoke',
  'concurrency/settings-change',
  'integration/reconcile/reconcile',
  'faults/service-killed',
  'integration/access/credentials',
  'integration/exports/long',
  'integration/database/migrations',
  'faults/meters-killed',
  'integration/exports/spend',
  'integration/envelopes/freed-counters',
  'integration/process/startup-root',
  'integration/access/authorization',
  'integration/docs/examples',
  'integration/http/bodies-under-way',
  'integration/envelopes/alerts',
  'faults/silence',
  'integration/reservations/late-windows',
  'integration/process/startup-database',
  'integration/events/stream-shares',
];

/** How long a file takes, as far as it is known; 0 where it is not long. */
const rank = ({ path }) => {
  const place = LONG.findIndex((name) => path.endsWith(`/test/${name}.spec.ts`));
  return place < 0 ? 0 : LONG.length - place;
};

/**
 * What takes long goes first, so that no worker ends with it while the others have nothing left to do. Jest itself knows only
 * how long files took in earlier runs on the same machine, and else begins with those of most lines.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isKnown = sorted.some(({ duration }) => duration !== undefined);
    return isKnown ? sorted : sorted.toSorted((a, b) => rank(b) - rank(a));
  }
}
