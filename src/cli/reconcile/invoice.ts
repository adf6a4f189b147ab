import { createHash } from 'node:crypto';
import { unitsIn } from '../../core/money.js';
import { StartupError } from '../../runtime/startup-error.js';
import { readCsv, type CsvRecord } from './csv.js';

/** What an invoice bills under one name, or in one line that has none. */
export interface Billed {
  /** The name that the vendor gave it; where it gave none, one made of the line. */
  name: string;
  isNamed: boolean;
  /** In units of the tree: of one name all lines together. Below zero for a credit. */
  amount: bigint;
  /** Milliseconds since the epoch; null where the invoice does not say. */
  at: number | null;
  item: string | null;
  line: number;
}

const COLUMNS = ['externalId', 'amount', 'time', 'item', 'currency'] as const;
type ColumnName = (typeof COLUMNS)[number];

const NAME = /^[\x21-\x7e]{1,255}$/;
const AMOUNT = /^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,30})?$/;
const TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Reads an invoice. `renamed` says how it calls the columns that are not called as here. */
export function readInvoice(
  text: string,
  { scale, currency }: { scale: number; currency: string },
  renamed: ReadonlyMap<string, string>,
): Billed[] {
  const [header, ...records] = readCsv(text);
  if (!header) throw new StartupError('the invoice is empty');
  const places = placesOf(header.fields, renamed);
  const billed = new Map<string, Billed>();
  const seen = new Map<string, number>();
  for (const record of records) {
    const field = (name: ColumnName): string => {
      const place = places.get(name);
      return place === undefined ? '' : (record.fields[place] ?? '').trim();
    };
    const refuse = refusal(record);
    if (record.fields.length !== header.fields.length)
      refuse(`it has ${record.fields.length} fields, and the header ${header.fields.length}`);
    const [named, amount, time, said] = [
      field('externalId'),
      field('amount'),
      field('time'),
      field('currency'),
    ];
    if (named !== '' && !NAME.test(named))
      refuse('externalId: 1 to 255 visible ASCII characters without spaces');
    if (!AMOUNT.test(amount))
      refuse(`amount: a decimal number without separators, and not ${JSON.stringify(amount)}`);
    if (!/^0*$/.test((amount.split('.')[1] ?? '').slice(scale)))
      refuse(`amount: at most ${scale} decimals, as the tree has`);
    if (time !== '' && !(TIME.test(time) && timeOf(time) !== null))
      refuse(`time: as RFC 3339 has it, and not ${JSON.stringify(time)}`);
    if (said !== '' && said.toUpperCase() !== currency)
      refuse(`currency: ${said}, and the tree is in ${currency}`);
    const units = amount.startsWith('-') ? -unitsIn(amount.slice(1), scale) : unitsIn(amount, scale);
    if (units < 0n && named === '') refuse('amount: a credit has to say of which externalId it is');
    const name = named || madeName(record, seen);
    const before = billed.get(name);
    const at = time === '' ? null : timeOf(time);
    billed.set(name, {
      name,
      isNamed: named !== '',
      amount: (before?.amount ?? 0n) + units,
      at: before?.at ?? at,
      item: before?.item ?? (field('item') || null),
      line: before?.line ?? record.line,
    });
  }
  return [...billed.values()];
}

/** A date is its first moment, and a time without a zone is in UTC. */
function timeOf(text: string): number | null {
  const whole = text.length === 10 ? `${text}T00:00:00Z` : text.replace(' ', 'T');
  const at = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(whole) ? whole : `${whole}Z`);
  return Number.isNaN(at) ? null : at;
}

const refusal =
  ({ line }: CsvRecord) =>
  (why: string): never => {
    throw new StartupError(`line ${line}: ${why}`);
  };

/** The same line makes the same name, whenever it is read; the second of two that are alike another. */
function madeName({ fields }: CsvRecord, seen: Map<string, number>): string {
  const text = JSON.stringify(fields);
  const nth = (seen.get(text) ?? 0) + 1;
  seen.set(text, nth);
  return `line-${createHash('sha256').update(`${nth} ${text}`).digest('hex').slice(0, 32)}`;
}

function placesOf(header: readonly string[], renamed: ReadonlyMap<string, string>): Map<ColumnName, number> {
  const places = new Map<ColumnName, number>();
  for (const column of COLUMNS) {
    const wanted = (renamed.get(column) ?? column).toLowerCase();
    const found = header.flatMap((name, i) => (name.trim().toLowerCase() === wanted ? [i] : []));
    if (found.length > 1) throw new StartupError(`the invoice has two columns ${wanted}`);
    if (found.length === 1) places.set(column, found[0]!);
    else if (renamed.has(column)) throw new StartupError(`the invoice has no column ${wanted}`);
  }
  if (!places.has('amount'))
    throw new StartupError('the invoice has no column amount: name it by --column amount=…');
  if (!places.has('externalId') && !places.has('time'))
    throw new StartupError(
      'the invoice has neither externalId nor time: name one by --column externalId=… or --column time=…',
    );
  return places;
}
