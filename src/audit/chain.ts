import { hash } from 'node:crypto';
import { available, NOTHING, type Balances } from '../core/balances.js';
import { canonicalText, type Json } from '../core/canonical.js';
import { timeText, type BalancesView, type EntryContent } from '../core/entries.js';
import { balancesView } from '../core/views.js';
import { formatAmount } from '../core/money.js';
import { idOf } from '../ids/ids.js';
import { different, expectSame, type DifferencePlace } from './difference.js';
import { requestKeyOf, timedKeyOf } from './request-key.js';
import { readUnits } from './units.js';

/** A row of the journal. */
export interface ChainRow {
  version: number;
  /** Milliseconds since the epoch. */
  at: number;
  kind: string;
  denied: boolean;
  /** UUID. */
  reservationId: string | null;
  /** UUID. */
  requestKey: string | null;
  content: string;
  /** Hexadecimal. */
  hash: string;
}

/** What the first entry of a budget follows. */
export const CHAIN_START = '0'.repeat(64);

const PARTS = ['allocated', 'reserved', 'delegated', 'spent', 'overdraft'] as const;

/**
 * Walks along the journal of one budget and holds each entry against the ones before it: numbers without a gap,
 * times that never go back, the hash of each entry over its predecessor's and its own canonical text, columns that
 * repeat what the text says, and balances that follow from the last ones. It knows nothing of why they changed.
 */
export class Chain {
  version = 0;
  /** Hash of the newest entry, hexadecimal. */
  head = CHAIN_START;
  /** Time of the newest entry. */
  at = -Infinity;
  /** Balances after the newest entry. */
  balances: Balances = NOTHING;
  private texts: BalancesView;

  /** The ids are TypeIDs. */
  constructor(
    readonly treeId: string,
    readonly budgetId: string,
    private readonly scale: number,
  ) {
    this.texts = balancesView(NOTHING, scale);
  }

  /** Takes the next entry and answers its content. Throws a DifferenceFound. */
  add(row: ChainRow): EntryContent {
    const place = { treeId: this.treeId, budgetId: this.budgetId, version: row.version };
    expectSame({ ...place, version: this.version + 1 }, 'number of the entry', this.version + 1, row.version);
    const expected = hash('sha256', this.head + row.content, 'hex');
    expectSame(place, 'hash of the entry', expected, row.hash);
    const content = contentOf(place, row.content);
    this.compareColumns(place, content, row);
    if (row.at < this.at)
      throw different(
        place,
        'time of the entry (it goes back)',
        `${timeText(this.at)} or later`,
        timeText(row.at),
      );
    this.addUp(place, content);
    this.version = row.version;
    this.head = expected;
    this.at = row.at;
    return content;
  }

  /**
   * Goes on behind an entry in which there is a difference as if it were right, so that the ones after it are held against
   * it and not against what is missing. Answers its content; null where that cannot be read.
   */
  follow(row: ChainRow): EntryContent | null {
    this.version = row.version;
    this.head = row.hash;
    this.at = row.at;
    let content: EntryContent;
    try {
      content = contentOf({}, row.content, true);
    } catch {
      return null;
    }
    const balances = { ...NOTHING };
    for (const part of PARTS) {
      const units = readUnits(content.balances[part], this.scale);
      if (units === null) return content;
      balances[part] = units;
    }
    this.balances = balances;
    this.texts = balancesView(balances, this.scale);
    return content;
  }

  private compareColumns(place: DifferencePlace, content: EntryContent, row: ChainRow): void {
    expectSame(place, 'treeId in the content', content.treeId, this.treeId);
    expectSame(place, 'budgetId in the content', content.budgetId, this.budgetId);
    expectSame(place, 'version in the content', content.version, row.version);
    expectSame(place, 'column at', content.at, timeText(row.at));
    expectSame(place, 'column kind', content.kind, row.kind);
    expectSame(place, 'column denied', content.outcome === 'denied', row.denied);
    expectSame(place, 'denial in the content', content.outcome === 'denied', content.denial !== undefined);
    const reservationId = row.reservationId === null ? null : idOf('reservation', row.reservationId);
    expectSame(place, 'column reservation_id', content.reservation?.id, reservationId);
    const isTimed = row.requestKey !== null && row.requestKey === timedKeyOf(content);
    if (!isTimed) expectSame(place, 'column request_key', requestKeyOf(content), row.requestKey);
  }

  /** Balances before + deltas = balances after. What has no delta is compared as text, which is most of it. */
  private addUp(place: DifferencePlace, { deltas, balances }: EntryContent): void {
    const after = { ...this.balances };
    for (const part of PARTS) {
      const delta = deltas[part];
      if (delta === undefined) {
        expectSame(place, `balances.${part}`, this.texts[part], balances[part]);
        continue;
      }
      after[part] += unitsOf(place, `deltas.${part}`, delta, this.scale);
      expectSame(place, `balances.${part}`, formatAmount(after[part], this.scale), balances[part]);
    }
    expectSame(place, 'balances.available', formatAmount(available(after), this.scale), balances.available);
    this.balances = after;
    this.texts = balances;
  }
}

/** Parses the content of an entry, which must be the canonical text of what it says (unless any text will do). */
function contentOf(place: DifferencePlace, text: string, anyText = false): EntryContent {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw different(place, 'content of the entry', 'JSON', 'what cannot be parsed');
  }
  // The engine's own serialisation is several times faster, and canonical when all keys come in order.
  if (!anyText && (JSON.stringify(value) !== text || !inOrder(value))) {
    const canonical = canonicalText(value);
    if (canonical !== text) throw different(place, 'content of the entry (RFC 8785)', canonical, text);
  }
  const content = value as unknown as EntryContent;
  if (typeof content !== 'object' || content === null || !content.deltas || !content.balances)
    throw different(place, 'content of the entry', 'deltas and balances', text);
  return content;
}

/** Whether the keys of every object come in the order of RFC 8785. */
function inOrder(value: Json): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(inOrder);
  let last = '';
  for (const key in value) {
    if (key < last || !inOrder(value[key]!)) return false;
    last = key;
  }
  return true;
}

/** Reads an amount of an entry. Throws a DifferenceFound when it is not written as amounts are. */
export function unitsOf(place: DifferencePlace, what: string, text: unknown, scale: number): bigint {
  const units = readUnits(text, scale);
  if (units === null) throw different(place, what, `an amount with at most ${scale} decimals`, String(text));
  return units;
}
