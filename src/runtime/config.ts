import path from 'node:path';
import { isLoopback } from './loopback.js';
import { messageOf } from './message-of.js';
import { StartupError } from './startup-error.js';
import { unknownVariables } from './unknown-variables.js';

/** Levels of the JSON log, from the most to the least it says. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One environment variable: what it means, what it is when not set, and how its text is read. */
interface Variable<T> {
  readonly name: string;
  readonly meaning: string;
  /** What the service does without the variable; a value of the same type as `read` gives, or nothing. */
  readonly otherwise: T;
  /** Throws an Error whose message completes "NAME …". */
  readonly read: (text: string) => T;
}

const define = <T>(name: string, otherwise: T, meaning: string, read: (text: string) => T): Variable<T> => ({
  name,
  meaning,
  otherwise,
  read,
});

/** A whole number between two bounds, in plain decimal digits. */
const integer = (from: number, to: number) => (text: string) => {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (!(value >= from && value <= to)) throw new Error(`must be a whole number from ${from} to ${to}`);
  return value;
};

const logLevel = (text: string): LogLevel => {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level) throw new Error(`must be one of ${LOG_LEVELS.join(', ')}`);
  return level;
};

const host = (text: string): string => {
  if (!/^[A-Za-z0-9._:%-]+$/.test(text)) throw new Error('must be a host name or an IP address');
  return text;
};

const databaseUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The text itself is not repeated: it holds a password.
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol) || !url.hostname) {
    throw new Error('must look like postgres://user:password@host:5432/database');
  }
  if (url.searchParams.has('schema')) throw new Error('must not name a schema: the tables live in public');
  return text;
};

/** What is chosen by hand is guessed sooner than 256 random bits are. */
const ADMIN_KEY_LENGTH = 32;

const adminKey = (text: string): string => {
  if (text.length < ADMIN_KEY_LENGTH)
    throw new Error(
      `must have at least ${ADMIN_KEY_LENGTH} characters: \`openssl rand -hex 32\` makes a good one`,
    );
  if (!/^[\x21-\x7e]+$/.test(text)) throw new Error('must be printable ASCII without spaces');
  return text;
};

const issuer = (text: string): string => {
  if (!URL.canParse(text) || !['https:', 'http:'].includes(new URL(text).protocol))
    throw new Error('must be a URL such as https://login.example.com');
  return text;
};

/** Only where it is, so that nothing else of a URL is taken for meant. */
const origin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.href !== `${url.origin}/`)
    throw new Error('must be a URL such as http://127.0.0.1:12111, without a path');
  return url.origin;
};

/** Of a page, which paths are added to. */
const pageUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.search || url.hash || url.username)
    throw new Error('must be a URL such as https://purser.example.com');
  return url.href.replace(/\/$/, '');
};

const smtpUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && url.pathname.replace('/', '') === '' && !url.search && !url.hash;
  // The text itself is not repeated: it holds a password.
  if (!isPlain || !['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname)
    throw new Error('must look like smtps://user:password@mail.example.com:465');
  return text;
};

const sender = (text: string): string => {
  if (!/^(?:[^<>\p{Cc}]{1,100} <[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/u.test(text))
    throw new Error('must be an address such as Purser <purser@example.com>');
  return text;
};

const domains = (text: string): readonly string[] => {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  if (!names.every((name) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(name)))
    throw new Error('must be domains with commas between them, such as example.com,example.org');
  return names;
};

const claim = (text: string): string => {
  if (!/^[\x21-\x7e]{1,200}$/.test(text)) throw new Error('must be printable ASCII without spaces');
  return text;
};

const truth = (text: string): boolean => {
  if (text !== 'true' && text !== 'false') throw new Error('must be true or false');
  return text === 'true';
};

const folder = (text: string): string => path.resolve(text);

/** Every variable that the service reads. The README's table is checked against this one. */
export const VARIABLES = {
  host: define('HOST', '127.0.0.1', 'address to listen on', host),
  port: define('PORT', 3000, 'port to listen on; 0 takes a free one', integer(0, 65_535)),
  metricsPort: define<number | undefined>(
    'PURSER_METRICS_PORT',
    undefined,
    'port of all metrics, those of budgets included; 0 takes a free one; without it only those of load are served, on `PORT`',
    integer(0, 65_535),
  ),
  databaseUrl: define<string | undefined>(
    'DATABASE_URL',
    undefined,
    'a Postgres 15 to 18 of yours; without it the service runs its own',
    databaseUrl,
  ),
  dataDir: define<string | undefined>(
    'PURSER_DATA_DIR',
    undefined,
    "where the service's own Postgres keeps its data; `data` beside package.json otherwise (`purser-data` for `npx purser`)",
    folder,
  ),
  adminKey: define<string | undefined>(
    'PURSER_ADMIN_KEY',
    undefined,
    `the admin key, at least ${ADMIN_KEY_LENGTH} characters; made on the first start otherwise`,
    adminKey,
  ),
  oidcIssuer: define<string | undefined>(
    'PURSER_OIDC_ISSUER',
    undefined,
    'the OpenID Connect issuer that signs people in, such as `https://login.example.com`; without it nobody signs in',
    issuer,
  ),
  oidcAudience: define<string | undefined>(
    'PURSER_OIDC_AUDIENCE',
    undefined,
    'the audience that tokens of people must have; required with an issuer',
    (text) => text,
  ),
  oidcRoleClaim: define('PURSER_OIDC_ROLE_CLAIM', 'purser_role', 'the claim that holds the role', claim),
  oidcBudgetClaim: define(
    'PURSER_OIDC_BUDGET_CLAIM',
    'purser_budget',
    'the claim that holds the budget in whose subtree the role holds',
    claim,
  ),
  oidcBudgetRequired: define(
    'PURSER_OIDC_BUDGET_REQUIRED',
    false,
    'whether tokens without that claim are refused; their role holds in all trees otherwise',
    truth,
  ),
  oidcClientId: define<string | undefined>(
    'PURSER_OIDC_CLIENT_ID',
    undefined,
    'as which client the console signs people in at the issuer; without it they sign in with keys',
    claim,
  ),
  oidcClientSecret: define<string | undefined>(
    'PURSER_OIDC_CLIENT_SECRET',
    undefined,
    'the secret of that client; a public client has none',
    (text) => text,
  ),
  sessionSeconds: define(
    'PURSER_SESSION_SECONDS',
    43_200,
    'how long somebody stays signed in to the console at the longest',
    integer(1, 2_592_000),
  ),
  sessionIdleSeconds: define(
    'PURSER_SESSION_IDLE_SECONDS',
    3_600,
    'how long they stay signed in without a request',
    integer(1, 2_592_000),
  ),
  catalogueFile: define<string | undefined>(
    'PURSER_CATALOGUE_FILE',
    undefined,
    'a newer file of prices of hosted models, as `genai-prices` publishes it (data.json); those that come with the service otherwise',
    folder,
  ),
  requestsPerSecond: define(
    'PURSER_REQUESTS_PER_SECOND',
    1_000,
    'commands a second that one process takes of one key (the admin key excepted); 0 for any number',
    integer(0, 1_000_000),
  ),
  bodyMebibytes: define(
    'PURSER_BODY_MEBIBYTES',
    64,
    'memory that the bodies of requests under way may take, those of one key a quarter of it',
    integer(8, 4_096),
  ),
  answerMebibytes: define(
    'PURSER_ANSWER_MEBIBYTES',
    64,
    'memory that answers may take which nobody reads, those of one key a quarter of it',
    integer(8, 4_096),
  ),
  logLevel: define<LogLevel>('LOG_LEVEL', 'info', `what is logged: ${LOG_LEVELS.join(', ')}`, logLevel),
  queueLimit: define(
    'PURSER_QUEUE_LIMIT',
    10_000,
    'commands that may wait to be decided, of one tree as many as are left free; more are answered 503',
    integer(1, 1_000_000),
  ),
  batchLimit: define(
    'PURSER_BATCH_LIMIT',
    1_000,
    'commands decided together, and entries written',
    integer(1, 10_000),
  ),
  lanes: define('PURSER_LANES', 2, 'batches that may be in flight at once', integer(1, 16)),
  readConnections: define(
    'PURSER_READ_CONNECTIONS',
    8,
    'connections of the read side to Postgres',
    integer(1, 100),
  ),
  drainSeconds: define(
    'PURSER_DRAIN_SECONDS',
    10,
    'how long a stopping service waits for answers under way',
    integer(0, 600),
  ),
  databaseWaitSeconds: define(
    'PURSER_DATABASE_WAIT_SECONDS',
    15,
    'how long a starting service waits for Postgres to answer',
    integer(0, 600),
  ),
  eventStreams: define(
    'PURSER_EVENT_STREAMS',
    100,
    'readers of GET /v1/events at once; more are answered 503',
    integer(0, 10_000),
  ),
  webhookAllowPrivate: define(
    'PURSER_WEBHOOK_ALLOW_PRIVATE',
    false,
    'whether webhooks may go to private and loopback addresses, and over plain http',
    truth,
  ),
  webhookRequests: define(
    'PURSER_WEBHOOK_REQUESTS',
    32,
    'deliveries that may be under way at once',
    integer(1, 1_000),
  ),
  webhookTimeoutSeconds: define(
    'PURSER_WEBHOOK_TIMEOUT_SECONDS',
    10,
    'how long a receiver may take to answer',
    integer(1, 60),
  ),
  webhookRetrySeconds: define(
    'PURSER_WEBHOOK_RETRY_SECONDS',
    86_400,
    'how long a delivery is tried before it is parked',
    integer(1, 604_800),
  ),
  webhookHoldSeconds: define(
    'PURSER_WEBHOOK_HOLD_SECONDS',
    600,
    'how long an event holds up its budget, at a receiver that takes others',
    integer(1, 604_800),
  ),
  webhookOverlapSeconds: define(
    'PURSER_WEBHOOK_OVERLAP_SECONDS',
    86_400,
    'how long a secret that was replaced still signs',
    integer(0, 604_800),
  ),
  consoleUrl: define<string | undefined>(
    'PURSER_CONSOLE_URL',
    undefined,
    'where people find the console, such as `https://purser.example.com`: messages link to it, and have no links without it; required with `PURSER_OIDC_CLIENT_ID` unless `HOST` is this machine alone',
    pageUrl,
  ),
  smtpUrl: define<string | undefined>(
    'PURSER_SMTP_URL',
    undefined,
    'the mail server of webhooks of kind `email`, such as `smtps://user:password@mail.example.com:465`; without it there are none',
    smtpUrl,
  ),
  smtpFrom: define<string | undefined>(
    'PURSER_SMTP_FROM',
    undefined,
    'whom mails come from, such as `Purser <purser@example.com>`; required with `PURSER_SMTP_URL`',
    sender,
  ),
  emailDomains: define<readonly string[] | undefined>(
    'PURSER_EMAIL_DOMAINS',
    undefined,
    'the domains that mails may go to, with commas between them; any otherwise',
    domains,
  ),
  pagerDutyUrl: define<string | undefined>(
    'PURSER_PAGERDUTY_URL',
    undefined,
    'where events for PagerDuty go instead of to PagerDuty itself: a stand-in, or a proxy of yours',
    origin,
  ),
  stripeUrl: define<string | undefined>(
    'PURSER_STRIPE_URL',
    undefined,
    'where meter events go instead of to Stripe itself: a stand-in, or a proxy of yours',
    origin,
  ),
  meterRetrySeconds: define(
    'PURSER_METER_RETRY_SECONDS',
    82_800,
    'how long a meter event is tried before it is parked: less than the day for which Stripe is sure to know it again',
    integer(1, 82_800),
  ),
};

/** The service's configuration, read once and checked at boot. */
export type Config = Readonly<{ [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K]['otherwise'] }>;

/**
 * Reads the configuration; throws a StartupError that names every variable that is wrong, or that looks like one of the
 * service's and is none. An empty one is not set.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values = Object.entries(VARIABLES).map(([key, { name, otherwise, read }]) => {
    const text = env[name]?.trim();
    if (!text) return [key, otherwise];
    try {
      return [key, read(text)];
    } catch (error) {
      problems.push(`${name} ${messageOf(error)}`);
      return [key, otherwise];
    }
  });
  if (env.PURSER_OIDC_ISSUER?.trim() && !env.PURSER_OIDC_AUDIENCE?.trim())
    problems.push('PURSER_OIDC_AUDIENCE must be set with PURSER_OIDC_ISSUER');
  if (env.PURSER_SMTP_URL?.trim() && !env.PURSER_SMTP_FROM?.trim())
    problems.push('PURSER_SMTP_FROM must be set with PURSER_SMTP_URL');
  const config = Object.fromEntries(values) as Config;
  problems.push(...clientProblems(config));
  const { port, metricsPort } = config;
  if (metricsPort !== undefined && metricsPort > 0 && metricsPort === port)
    problems.push('PURSER_METRICS_PORT must be another one than PORT');
  const known = Object.values(VARIABLES).map(({ name }) => name);
  problems.push(...unknownVariables(env, known));
  if (problems.length > 0) throw new StartupError(`wrong configuration: ${problems.join('; ')}`);
  return config;
}

/** What is missing for people to sign in with their browsers at an issuer. */
function clientProblems({ host: address, oidcClientId, oidcIssuer, consoleUrl }: Config): string[] {
  if (oidcClientId === undefined) return [];
  const problems: string[] = [];
  if (oidcIssuer === undefined) problems.push('PURSER_OIDC_ISSUER must be set with PURSER_OIDC_CLIENT_ID');
  if (consoleUrl === undefined && !isLoopback(address))
    problems.push(
      'PURSER_CONSOLE_URL must be set with PURSER_OIDC_CLIENT_ID unless HOST is this machine alone',
    );
  return problems;
}
