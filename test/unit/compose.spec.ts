import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { yamlOf } from '../support/yaml.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What the documentation of Compose, and of Grafana's provisioning, knows of what is used here, and no more. */
const TEXT = { type: 'string' };
const FLAG = { enum: ['true', 'false'] };
const DURATION = { type: 'string', pattern: '^([0-9]+(ms|s|m|h))+$' };
const listOf = (items: object) => ({ type: 'array', items });
const mapOf = (values: object) => ({ type: 'object', additionalProperties: values });
const only = (properties: object, required: string[] = []) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});

const SERVICE = only({
  image: { type: 'string', pattern: '^[a-z][a-z/-]*:v?[0-9]' },
  build: TEXT,
  profiles: listOf(TEXT),
  command: listOf(TEXT),
  environment: mapOf({ type: ['string', 'null'] }),
  volumes: listOf({ type: 'string', pattern: '^([.]/[^:]+:/[^:]+:ro|[a-z]+:/[^:]+)$' }),
  // On this machine alone.
  ports: listOf({ type: 'string', pattern: '^127[.]0[.]0[.]1:[$][{][A-Z_]+:-[0-9]+[}]:(3000|9090)$' }),
  depends_on: {
    anyOf: [listOf(TEXT), mapOf(only({ condition: { const: 'service_healthy' } }, ['condition']))],
  },
  healthcheck: only({ test: listOf(TEXT), interval: DURATION, timeout: DURATION, retries: TEXT }, ['test']),
  restart: { enum: ['no', 'always', 'on-failure', 'unless-stopped'] },
  stop_grace_period: DURATION,
});
const COMPOSE = only({ services: mapOf(SERVICE), volumes: mapOf({ type: 'null' }) }, ['services', 'volumes']);

const SOURCE = only(
  {
    ...{ name: TEXT, url: TEXT, isDefault: FLAG, jsonData: only({ timeInterval: DURATION }) },
    uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
    type: { const: 'prometheus' },
    access: { enum: ['proxy', 'direct'] },
  },
  ['name', 'type', 'access', 'url'],
);
const SOURCES = only({ apiVersion: { const: '1' }, datasources: listOf(SOURCE) }, [
  'apiVersion',
  'datasources',
]);

const PROVIDER = only(
  {
    ...{ name: TEXT, editable: FLAG, allowUiUpdates: FLAG, options: only({ path: TEXT }, ['path']) },
    type: { const: 'file' },
  },
  ['name', 'type', 'options'],
);
const PROVIDERS = only({ apiVersion: { const: '1' }, providers: listOf(PROVIDER) }, [
  'apiVersion',
  'providers',
]);

interface Service {
  image?: string;
  profiles?: string[];
  environment?: Record<string, string | null>;
  volumes?: string[];
  depends_on?: string[] | Record<string, object>;
}

/** A file of YAML that fits a schema. */
async function fitting<T>(file: string, schema: object): Promise<T> {
  const found: unknown = await yamlOf(readFileSync(path.join(ROOT, file), 'utf8'));
  const check = new Ajv2020({ strict: false }).compile<T>(schema);
  if (check(found)) return found;
  throw new Error(`${file}: ${JSON.stringify(check.errors)}`);
}

let services: Record<string, Service>;
let volumes: Record<string, null>;
beforeAll(async () => {
  ({ services, volumes } = await fitting<{ services: typeof services; volumes: typeof volumes }>(
    'docker-compose.yml',
    COMPOSE,
  ));
});

const mounts = (name: string): string[][] =>
  (services[name]!.volumes ?? []).map((volume) => volume.split(':'));

test('docker-compose.yml names what it mounts and waits for', () => {
  const named = Object.keys(services).flatMap((name) => mounts(name).map(([from]) => from!));
  for (const folder of named.filter((from) => from.startsWith('./')))
    expect([folder, existsSync(path.join(ROOT, folder))]).toEqual([folder, true]);
  expect(named.filter((from) => !from.startsWith('./')).sort()).toEqual(Object.keys(volumes).sort());
  for (const { depends_on: others = [] } of Object.values(services))
    for (const other of Array.isArray(others) ? others : Object.keys(others))
      expect(Object.keys(services)).toContain(other);
});

test('the profile `watch` starts Prometheus and Grafana, of pinned versions, and nothing else does', () => {
  const watching = Object.entries(services).filter(([, { profiles }]) => profiles?.includes('watch'));
  expect(watching.map(([name]) => name)).toEqual(['prometheus', 'grafana']);
  for (const [, { image }] of watching) expect(image).toMatch(/^[\w/]+:v?\d+\.\d+\.\d+$/);
});

test('Prometheus asks the port of metrics, and Grafana asks Prometheus', async () => {
  const port = services['purser']!.environment!['PURSER_METRICS_PORT']!;
  const { scrape_configs: scraped } = await fitting<{
    scrape_configs: { static_configs: { targets: string[] }[] }[];
  }>('watch/prometheus/prometheus.yml', { type: 'object' });
  expect(scraped.flatMap(({ static_configs }) => static_configs.flatMap(({ targets }) => targets))).toEqual([
    `purser:${port}`,
  ]);
  const file = 'watch/grafana/provisioning/datasources/prometheus.yml';
  const { datasources } = await fitting<{ datasources: { url: string }[] }>(file, SOURCES);
  expect(datasources.map(({ url }) => url)).toEqual(['http://prometheus:9090']);
});

test('Grafana shows the dashboard first, from the folder that is provisioned', async () => {
  const file = 'watch/grafana/provisioning/dashboards/purser.yml';
  const { providers } = await fitting<{ providers: { options: { path: string } }[] }>(file, PROVIDERS);
  const folders = providers.map(({ options }) => options.path);
  expect(folders).toHaveLength(1);
  expect(mounts('grafana')).toContainEqual(['./watch/grafana/dashboards', folders[0], 'ro']);
  expect(mounts('grafana')).toContainEqual([
    './watch/grafana/provisioning',
    '/etc/grafana/provisioning',
    'ro',
  ]);
  expect(services['grafana']!.environment).toMatchObject({
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${folders[0]}/purser.json`,
  });
});

test('a name that nobody knows, and YAML that is none, are found', async () => {
  const check = new Ajv2020({ strict: false }).compile(COMPOSE);
  expect(check(await yamlOf('services: { a: { volume: [./a:/a] } }\nvolumes: {}'))).toBe(false);
  await expect(yamlOf('services:\n  a: [1')).rejects.toThrow('(2:8)');
});
