import { readConfig, VARIABLES } from './config.js';
import { StartupError } from './startup-error.js';

const defaults = {
  host: '127.0.0.1',
  port: 3000,
  databaseUrl: undefined,
  dataDir: undefined,
  adminKey: undefined,
  oidcIssuer: undefined,
  oidcAudience: undefined,
  oidcRoleClaim: 'purser_role',
  oidcBudgetClaim: 'purser_budget',
  oidcBudgetRequired: false,
  sessionSeconds: 43_200,
  sessionIdleSeconds: 3_600,
  requestsPerSecond: 1_000,
  bodyMebibytes: 64,
  answerMebibytes: 64,
  logLevel: 'info',
  queueLimit: 10_000,
  batchLimit: 1_000,
  lanes: 2,
  readConnections: 8,
  drainSeconds: 10,
  databaseWaitSeconds: 15,
  eventStreams: 100,
  webhookAllowPrivate: false,
  webhookRequests: 32,
  webhookTimeoutSeconds: 10,
  webhookRetrySeconds: 86_400,
  webhookHoldSeconds: 600,
  webhookOverlapSeconds: 86_400,
  meterRetrySeconds: 82_800,
};

describe('readConfig', () => {
  it('has to know where browsers find it, unless these are on the same machine', () => {
    const client = { PURSER_OIDC_ISSUER: 'https://x', PURSER_OIDC_AUDIENCE: 'x', PURSER_OIDC_CLIENT_ID: 'x' };
    expect(() => readConfig({ ...client, HOST: '0.0.0.0' })).toThrow('PURSER_CONSOLE_URL must be set with');
    expect(readConfig({ ...client, HOST: '::1' })).toMatchObject({
      oidcClientId: 'x',
      consoleUrl: undefined,
    });
    const named = { ...client, HOST: '0.0.0.0', PURSER_CONSOLE_URL: 'https://purser.example.com' };
    expect(readConfig(named).consoleUrl).toBe('https://purser.example.com');
  });

  it('has a default for every variable', () => {
    expect(readConfig({})).toEqual(defaults);
  });

  it('takes an empty variable as not set', () => {
    const empty = Object.fromEntries(Object.values(VARIABLES).map(({ name }) => [name, ' ']));
    expect(readConfig(empty)).toEqual(defaults);
  });

  it.each([
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['HOST', '::1', { host: '::1' }],
    ['PORT', '0', { port: 0 }],
    ['PORT', ' 8080 ', { port: 8080 }],
    ['PORT', '65535', { port: 65_535 }],
    ['DATABASE_URL', 'postgres://u:p@db:5432/x', { databaseUrl: 'postgres://u:p@db:5432/x' }],
    [
      'DATABASE_URL',
      'postgresql://db/x?sslmode=require',
      { databaseUrl: 'postgresql://db/x?sslmode=require' },
    ],
    ['PURSER_DATA_DIR', '/var/data', { dataDir: '/var/data' }],
    ['PURSER_ADMIN_KEY', 'k'.repeat(32), { adminKey: 'k'.repeat(32) }],
    ['PURSER_OIDC_AUDIENCE', 'purser', { oidcAudience: 'purser' }],
    ['PURSER_OIDC_ROLE_CLAIM', 'https://x/role', { oidcRoleClaim: 'https://x/role' }],
    ['PURSER_OIDC_BUDGET_REQUIRED', 'true', { oidcBudgetRequired: true }],
    ['PURSER_OIDC_CLIENT_SECRET', 's3cret', { oidcClientSecret: 's3cret' }],
    ['PURSER_SESSION_SECONDS', '600', { sessionSeconds: 600 }],
    ['PURSER_SESSION_IDLE_SECONDS', '60', { sessionIdleSeconds: 60 }],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
    ['PURSER_QUEUE_LIMIT', '1', { queueLimit: 1 }],
    ['PURSER_BATCH_LIMIT', '10000', { batchLimit: 10_000 }],
    ['PURSER_LANES', '16', { lanes: 16 }],
    ['PURSER_READ_CONNECTIONS', '1', { readConnections: 1 }],
    ['PURSER_DRAIN_SECONDS', '0', { drainSeconds: 0 }],
    ['PURSER_DATABASE_WAIT_SECONDS', '60', { databaseWaitSeconds: 60 }],
    ['PURSER_EVENT_STREAMS', '0', { eventStreams: 0 }],
    ['PURSER_WEBHOOK_ALLOW_PRIVATE', 'true', { webhookAllowPrivate: true }],
    ['PURSER_WEBHOOK_ALLOW_PRIVATE', 'false', {}],
    ['PURSER_WEBHOOK_REQUESTS', '1', { webhookRequests: 1 }],
    ['PURSER_WEBHOOK_TIMEOUT_SECONDS', '60', { webhookTimeoutSeconds: 60 }],
    ['PURSER_WEBHOOK_RETRY_SECONDS', '604800', { webhookRetrySeconds: 604_800 }],
    ['PURSER_WEBHOOK_OVERLAP_SECONDS', '0', { webhookOverlapSeconds: 0 }],
    ['PURSER_STRIPE_URL', 'http://127.0.0.1:12111/', { stripeUrl: 'http://127.0.0.1:12111' }],
    ['PURSER_METER_RETRY_SECONDS', '60', { meterRetrySeconds: 60 }],
  ])('reads %s=%s', (name, text, expected) => {
    expect(readConfig({ [name]: text })).toEqual({ ...defaults, ...expected });
  });

  it('takes a relative data folder from the working directory', () => {
    expect(readConfig({ PURSER_DATA_DIR: 'x/y' }).dataDir).toBe(`${process.cwd()}/x/y`);
  });

  it.each([
    ['PURSER_OIDC_ISSUER', 'https://x', 'PURSER_OIDC_AUDIENCE must be set with PURSER_OIDC_ISSUER'],
    ['PURSER_OIDC_ISSUER', 'x', 'PURSER_OIDC_ISSUER must be a URL'],
    ['PURSER_OIDC_CLIENT_ID', 'x', 'PURSER_OIDC_ISSUER must be set with PURSER_OIDC_CLIENT_ID'],
    ['PURSER_OIDC_BUDGET_CLAIM', 'a b', 'PURSER_OIDC_BUDGET_CLAIM must be printable ASCII'],
    ['HOST', 'a b', 'HOST must be a host name or an IP address'],
    ['PURSER_STRIPE_URL', 'https://x/v1', 'PURSER_STRIPE_URL must be a URL such as'],
    ['PURSER_STRIPE_URL', 'ftp://x', 'PURSER_STRIPE_URL must be a URL such as'],
    [
      'PURSER_METER_RETRY_SECONDS',
      '82801',
      'PURSER_METER_RETRY_SECONDS must be a whole number from 1 to 82800',
    ],
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'PORT must be a whole number from 0 to 65535'],
    ['PORT', '80.5', 'PORT must be a whole number from 0 to 65535'],
    ['PORT', '1e3', 'PORT must be a whole number from 0 to 65535'],
    ['PORT', 'http', 'PORT must be a whole number from 0 to 65535'],
    ['DATABASE_URL', 'mysql://u:secret@db/x', 'DATABASE_URL must look like postgres://'],
    ['DATABASE_URL', 'secret', 'DATABASE_URL must look like postgres://'],
    ['DATABASE_URL', 'postgres://db/x?schema=other', 'DATABASE_URL must not name a schema'],
    ['PURSER_ADMIN_KEY', 'k'.repeat(31), 'PURSER_ADMIN_KEY must have at least 32 characters'],
    [
      'PURSER_ADMIN_KEY',
      'a long secret, but with some spaces in it',
      'PURSER_ADMIN_KEY must be printable ASCII',
    ],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent'],
    ['PURSER_QUEUE_LIMIT', '0', 'PURSER_QUEUE_LIMIT must be a whole number from 1 to 1000000'],
    ['PURSER_BATCH_LIMIT', '10001', 'PURSER_BATCH_LIMIT must be a whole number from 1 to 10000'],
    ['PURSER_LANES', '17', 'PURSER_LANES must be a whole number from 1 to 16'],
    ['PURSER_READ_CONNECTIONS', '101', 'PURSER_READ_CONNECTIONS must be a whole number from 1 to 100'],
    ['PURSER_DRAIN_SECONDS', 'soon', 'PURSER_DRAIN_SECONDS must be a whole number from 0 to 600'],
    ['PURSER_WEBHOOK_ALLOW_PRIVATE', 'yes', 'PURSER_WEBHOOK_ALLOW_PRIVATE must be true or false'],
    [
      'PURSER_DATABASE_WAIT_SECONDS',
      '601',
      'PURSER_DATABASE_WAIT_SECONDS must be a whole number from 0 to 600',
    ],
  ])('refuses %s=%s', (name, text, message) => {
    expect(() => readConfig({ [name]: text })).toThrow(message);
  });

  it('names every wrong variable in one line, and no secret', () => {
    const read = () =>
      readConfig({ PORT: 'x', LANG: 'x', DATABASE_URL: 'secret', PURSER_ADMIN_KEY: 'secret' });
    expect(read).toThrow(/^wrong configuration: PORT [^\n]+; DATABASE_URL [^\n]+; PURSER_ADMIN_KEY [^\n]+$/);
    expect(read).not.toThrow(/secret/);
  });

  it.each([
    ['PURSER_REQUEST_PER_SECOND', ': is PURSER_REQUESTS_PER_SECOND meant?'],
    ['PURSER_DRAIN_SECS', ': is PURSER_DRAIN_SECONDS meant?'],
    ['PURSER_DATABASE_URL', ': is DATABASE_URL meant?'],
    ['PURSER_PORT', ': is PORT meant?'],
    ['PURSER_LOG_LEVEL', ': is LOG_LEVEL meant?'],
    ['PURSER_COLOUR_OF_THE_SKY', ''],
  ])('refuses %s, which it does not know%s', (name, suggestion) => {
    const line = `wrong configuration: ${name} is no variable of this service${suggestion}`;
    expect(() => readConfig({ [name]: '3000' })).toThrow(new StartupError(line));
  });

  it('takes no notice of what Kubernetes says of a Service of the same name', () => {
    const links = {
      PURSER_SERVICE_HOST: '10.0.0.7',
      PURSER_SERVICE_PORT: '3000',
      PURSER_SERVICE_PORT_HTTP: '3000',
      PURSER_PORT: 'tcp://10.0.0.7:3000',
      PURSER_PORT_3000_TCP: 'tcp://10.0.0.7:3000',
      PURSER_PORT_3000_TCP_PROTO: 'tcp',
      PURSER_PORT_3000_TCP_PORT: '3000',
      PURSER_PORT_3000_TCP_ADDR: '10.0.0.7',
      PURSER_EU_SERVICE_HOST: '10.0.0.8',
      PURSER_EU_PORT: 'tcp://10.0.0.8:3000',
    };
    expect(readConfig(links)).toEqual(defaults);
  });

  it('takes an unknown variable that is empty as not set', () => {
    expect(readConfig({ PURSER_SOMETHING: ' ' })).toEqual(defaults);
  });
});
