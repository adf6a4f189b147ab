import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { panelQueries } from '../support/watched.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

// Debian has it in the package `prometheus`, and .ci/run takes it from there. Without it these tests show as skipped.
const withPromtool = spawnSync('promtool', ['--version']).status === 0 ? test : test.skip;

const promtool = (...args: string[]): string =>
  execFileSync('promtool', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });

withPromtool('Prometheus takes its configuration, with the rules (needs promtool)', () => {
  expect(promtool('check', 'config', 'watch/prometheus/prometheus.yml')).toContain('SUCCESS');
});

withPromtool('the rules fire when they should, and only then (needs promtool)', () => {
  expect(promtool('test', 'rules', 'watch/prometheus/rules.test.yml')).toContain('SUCCESS');
});

withPromtool('Prometheus reads each query of the dashboard (needs promtool)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'purser-queries-'));
  const file = path.join(folder, 'queries.json');
  const rules = panelQueries().map((expr, i) => ({
    record: `query_${i}`,
    expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$tree', '.*'),
  }));
  expect(rules.length).toBeGreaterThan(30);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'queries', rules }] }));
  expect(promtool('check', 'rules', file)).toContain('SUCCESS');
  rmSync(folder, { recursive: true });
});

test('the dashboard is what its script makes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/dashboard.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});

test('each alert has a test, a severity, and says what it means', () => {
  const alerts = read('watch/prometheus/rules.yml')
    .split(/^ {6}- alert: /m)
    .slice(1);
  expect(alerts.length).toBeGreaterThanOrEqual(15);
  const tested = read('watch/prometheus/rules.test.yml');
  for (const alert of alerts) {
    const [name] = alert.split('\n');
    expect(alert).toMatch(/severity: (page|warn)\n/);
    for (const part of ['summary', 'description'])
      expect(alert).toMatch(new RegExp(`^ {10}${part}: \\S`, 'm'));
    expect([name, tested.includes(`alertname: ${name}\n`)]).toEqual([name, true]);
  }
});
