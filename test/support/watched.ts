import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Panel {
  targets?: { expr: string }[];
}

/** What the panels of the dashboard ask Prometheus. */
export function panelQueries(): string[] {
  const { panels } = JSON.parse(read('watch/grafana/dashboards/purser.json')) as { panels: Panel[] };
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

/** The metrics that the dashboard and the rules name, with their labels as far as a selector names them. */
export function watchedMetrics(): string[] {
  const texts = [
    read('watch/grafana/dashboards/purser.json'),
    read('watch/prometheus/rules.yml'),
    read('watch/prometheus/rules.test.yml'),
    read('docs/watching.md'),
  ];
  const names = texts.flatMap((text) => text.match(/\bpurser_[a-z_]+|\bprocess_[a-z_]+/g) ?? []);
  return [...new Set(names)].sort();
}
