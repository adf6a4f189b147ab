import { Fleet } from '../../support/fleet.js';
import { watchedMetrics } from '../../support/watched.js';

test('each metric that the dashboard, the rules or the guide name is one that the service serves', async () => {
  const fleet = await Fleet.start(1, { PURSER_METRICS_PORT: '0' });
  const url = fleet.services[0]!.metricsUrl;
  // Figures of state come with the first look that the database answers.
  let text = '';
  while (!text.includes('purser_figures_up 1')) text = await (await fetch(url)).text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
  const served = (name: string): boolean => {
    const [, histogram] = /^(.*)_(?:bucket|count|sum)$/.exec(name) ?? [];
    return types.has(name) || (histogram !== undefined && types.get(histogram) === 'histogram');
  };
  const watched = watchedMetrics();
  expect(watched.length).toBeGreaterThan(25);
  expect(watched.filter((name) => !served(name))).toEqual([]);
  await fleet.stop();
});
