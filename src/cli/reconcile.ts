import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { formatAmount, unitsIn } from '../core/money.js';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';
import { apply } from './reconcile/apply.js';
import { readInvoice, type Billed } from './reconcile/invoice.js';
import { byName, compare, type Comparison, type Returned } from './reconcile/match.js';
import { RemoteService, type Paid } from './reconcile/service.js';

const USAGE = `Usage: purser reconcile INVOICE.csv --budget ID --vendor NAME --month YYYY-MM
         [--url URL] [--column NAME=HEADER]... [--within MINUTES] [--apply]

Compares an invoice with what a running service has recorded for the vendor, on the budget and everything under it. A line is
found by its externalId; where it or the record has none, by its amount and the nearest time (within 60 minutes, or --within).
It says what is missing, what differs, and what was recorded in the month (UTC) and is not billed. --apply books the first two, as
charges and refunds: once, however often it is run. What is not billed is left to you: it can be on the next invoice. So is a credit:
it is held against the refund of its externalId, and of what it is where there is none, the invoice does not say.

The file has a header and the columns externalId, amount, time, item and currency, of which amount, and externalId or time,
have to be there; --column amount=Cost says that yours is called Cost. Lines of one externalId are added up.

The service is at --url or PURSER_URL; its key is PURSER_KEY: it reads, and with --apply charges and refunds. Ends with 0 where nothing
differs or all of it was booked, with 1 where something differs, and with 2 when it could not be done.
`;

const FINE = 0;
const DIFFERENT = 1;
const IMPOSSIBLE = 2;

/** A hold can be this much older than the month in which it was paid. */
const HELD_FOR_MS = 35 * 86_400_000;
/** Lines of each kind that are listed. */
const MOST_LISTED = 1_000;

interface Options {
  file: string;
  budgetId: string;
  vendor: string;
  month: string;
  url: string;
  key: string;
  columns: ReadonlyMap<string, string>;
  withinMs: number;
  isApplied: boolean;
}

/** Compares an invoice with the ledger of a service, and answers the code to exit with. */
export async function reconcileCommand(args: string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return args.length === 0 ? IMPOSSIBLE : FINE;
  }
  const options = optionsOf(args);
  const { budgetId, vendor, month } = options;
  const service = new RemoteService(options.url, options.key);
  const budget = await service.budget(budgetId);
  const text = await readFile(options.file, 'utf8').catch((error: unknown) => {
    throw new StartupError(`${options.file}: ${messageOf(error)}`);
  });
  const billed = readInvoice(text, budget, options.columns);
  const span = spanOf(month);
  const paid = await paidTo(service, budgetId, vendor, billed, span.from - HELD_FOR_MS);
  const returned = await returnedBy(service, budgetId, vendor, billed, budget.scale);
  const recorded = byName(paid, budget.scale, returned);
  const found = compare(billed, recorded, returned, span, options.withinMs);
  report(found, budget.scale);
  const left = found.unknown.length + found.credits.length > 0 ? DIFFERENT : FINE;
  if (found.missing.length + found.differing.length === 0) return left;
  if (!options.isApplied) return DIFFERENT;
  const scope = { budgetId, vendor, month, scale: budget.scale };
  const { charged, refunded, claimed } = await apply(service, found, scope, say);
  say(`Booked ${charged} charges (${claimed} of them claimed in part) and ${refunded} refunds.`);
  return left;
}

/** What the vendor was paid since a time, and what is older and has a name of the invoice. */
async function paidTo(
  service: RemoteService,
  budgetId: string,
  vendor: string,
  billed: readonly Billed[],
  since: number,
): Promise<Paid[]> {
  const paid: Paid[] = [];
  for await (const one of service.paid(budgetId, { vendor }, since)) paid.push(one);
  const names = new Set(paid.flatMap(({ externalId }) => externalId ?? []));
  for (const { name, isNamed } of billed)
    if (isNamed && !names.has(name))
      // What was refunded under the name is found as well.
      for await (const one of service.paid(budgetId, { vendor, externalId: name }, 0))
        if (one.externalId === name) paid.push(one);
  return paid;
}

/** The refunds that an invoice credits under names of their own. */
async function returnedBy(
  service: RemoteService,
  budgetId: string,
  vendor: string,
  billed: readonly Billed[],
  scale: number,
): Promise<Returned[]> {
  const returned: Returned[] = [];
  for (const { name, amount } of billed)
    if (amount < 0n)
      for await (const { deltas, reservation } of service.refunds(budgetId, vendor, name))
        returned.push({ name, reservationId: reservation.id, amount: -unitsIn(deltas.spent ?? '0', scale) });
  return returned;
}

function report({ matched, missing, differing, credits, unknown }: Comparison, scale: number): void {
  const money = (units: bigint): string => formatAmount(units, scale);
  listed(missing, ({ line, name, amount }) => `missing    line ${line}  ${name}  billed ${money(amount)}`);
  listed(
    differing,
    ({ billed: { line, name, amount }, recorded }) =>
      `differing  line ${line}  ${name}  billed ${money(amount)}  recorded ${money(recorded.net)}`,
  );
  listed(
    credits,
    ({ billed: { line, name, amount }, refunded }) =>
      `credit     line ${line}  ${name}  credited ${money(-amount)}  refunded ${money(refunded)}`,
  );
  listed(
    unknown,
    ({ name, net, at }) => `unknown    ${name}  recorded ${money(net)}  ${new Date(at).toISOString()}`,
  );
  say(
    `${matched} matched, ${missing.length} missing, ${differing.length} differing, ${unknown.length} unknown${credits.length > 0 ? `, ${credits.length} credits left` : ''}`,
  );
}

function listed<T>(all: readonly T[], textOf: (one: T) => string): void {
  for (const one of all.slice(0, MOST_LISTED)) say(textOf(one));
  if (all.length > MOST_LISTED) say(`and ${all.length - MOST_LISTED} more`);
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** A month in UTC. */
function spanOf(month: string): { from: number; to: number } {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return { from: Date.UTC(year, number - 1), to: Date.UTC(year, number) };
}

function optionsOf(args: string[]): Options {
  const { values, positionals } = parsed(args);
  const { budget, vendor, month, url = process.env.PURSER_URL, column = [], within = '60' } = values;
  const key = process.env.PURSER_KEY;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new StartupError('name one invoice');
  if (!budget || !vendor) throw new StartupError('--budget and --vendor are needed');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month ?? '')) throw new StartupError('--month is needed, as YYYY-MM');
  if (!url || !URL.canParse(url)) throw new StartupError('--url, or PURSER_URL, names the service');
  if (!key) throw new StartupError('PURSER_KEY is the key of the service');
  if (!/^\d{1,6}$/.test(within)) throw new StartupError('--within is a number of minutes');
  const columns = new Map(
    column.map((one) => {
      const [, name, header] = /^(externalId|amount|time|item|currency)=(.+)$/.exec(one) ?? [];
      if (!name || !header)
        throw new StartupError(`--column ${one}: NAME=HEADER, NAME being one of the five`);
      return [name, header] as const;
    }),
  );
  const withinMs = Number(within) * 60_000;
  return {
    file,
    budgetId: budget,
    vendor,
    month: month!,
    url,
    key,
    columns,
    withinMs,
    isApplied: values.apply === true,
  };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        budget: text,
        vendor: text,
        month: text,
        url: text,
        within: text,
        column: { type: 'string', multiple: true },
        apply: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new StartupError(messageOf(error));
  }
}
