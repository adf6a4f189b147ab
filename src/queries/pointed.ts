import type { Approval } from '../core/approvals.js';
import type { Tree } from '../core/budgets.js';
import type { EnvelopeView } from '../core/entries.js';
import { envelopeView } from '../core/views.js';
import type { Envelope } from '../core/envelopes.js';
import { windowAt } from '../core/windows.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import type { Reader } from './snapshot.js';
import { usedCounters } from './sql/used-counters.js';
import { usageAt, type UsageView } from './usage.js';
import { envelopeOf, itemOfBudget, omitUnless, treeOf, type BudgetItem } from './views.js';

/** What answers about reservations show of what they point at, where it is asked for. */
export const POINTED_PARTS = ['budget', 'envelopes'] as const;
/** What lists of reservations show where it is asked for. */
export const RESERVATION_PARTS = ['metadata', ...POINTED_PARTS] as const;
export type ReservationPart = (typeof RESERVATION_PARTS)[number];

/** What can be large of an envelope. */
export const ENVELOPE_PARTS_LEFT_OUT = ['match', 'approve'] as const;

/** An envelope that counted a reservation, or asked people about it, and how far the counter has come that it is in. */
export type CountingEnvelopeView = Omit<EnvelopeView, (typeof ENVELOPE_PARTS_LEFT_OUT)[number]> & {
  /** Null where it keeps no counter of it: a `transaction` window, or one that asked and did not count. */
  usage: UsageView | null;
};

/** What of a reservation points at other things. Ids of budgets are UUIDs. */
interface PointingRow {
  treeId: string;
  budgetId: string;
  approval: Pick<Approval, 'envelopes'> | null;
  /** Read only where the envelopes are asked for. */
  charges: string[] | null;
}

/** How much a reader wants to see, and may: nothing outside of the subtree of `within` (null: everything). */
export interface Looking {
  expand: readonly ReservationPart[];
  within: string | null;
}

/** What reservations point at, as it is now. */
export interface Pointed {
  /** Of the envelopes that asked people, deleted ones included. */
  namesOf(row: PointingRow): (string | null)[];
  budgetOf(row: PointingRow): BudgetItem | undefined;
  envelopesOf(row: PointingRow): CountingEnvelopeView[] | undefined;
}

/** Reads what some reservations point at: one statement for each kind of thing, however many reservations there are. */
export async function readPointed(
  prisma: PrismaClient,
  rows: readonly PointingRow[],
  { expand, within }: Looking,
): Promise<Pointed> {
  const showsEnvelopes = expand.includes('envelopes');
  const names = await namesOfAsking(prisma, rows);
  const budgets = expand.includes('budget') ? await budgetItems(prisma, rows) : null;
  const envelopes = showsEnvelopes
    ? await envelopesWithin(prisma, rows.flatMap(envelopeIdsOf), within)
    : null;
  const charged = showsEnvelopes ? rows.flatMap(countersOf) : [];
  const used = await usedCounters(prisma, charged);
  return {
    namesOf: ({ approval }) => (approval?.envelopes ?? []).map((id) => names.get(id) ?? null),
    budgetOf: ({ budgetId }) => budgets?.get(budgetId),
    envelopesOf: (row) => {
      if (!envelopes) return undefined;
      return [...new Set(envelopeIdsOf(row))].flatMap((id) => {
        const found = envelopes.get(id);
        return found ? [countingView(found.envelope, found.tree, row.charges ?? [], used)] : [];
      });
    },
  };
}

const countersOf = ({ treeId, charges }: PointingRow) =>
  (charges ?? []).map((id) => ({ treeUuid: treeId, id }));

/** Those that asked, and then those that counted it. */
const envelopeIdsOf = ({ approval, charges }: PointingRow): string[] => [
  ...(approval?.envelopes ?? []),
  ...(charges ?? []).map((counter) => counter.split('/')[0]!),
];

const uuidsOf = (ids: readonly string[]): string[] =>
  [...new Set(ids)].filter((id) => isId('envelope', id)).map(uuidOf);

async function namesOfAsking(
  prisma: PrismaClient,
  rows: readonly PointingRow[],
): Promise<Map<string, string | null>> {
  const ids = uuidsOf(rows.flatMap(({ approval }) => approval?.envelopes ?? []));
  if (ids.length === 0) return new Map();
  const found = await prisma.envelope.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  return new Map(found.map(({ id, name }) => [idOf('envelope', id), name]));
}

/** The budgets of some rows by their UUIDs. A reader of a reservation or an entry may read its budget: no more has to be asked. */
export async function budgetItems(
  prisma: Pick<Reader, 'budget'>,
  rows: readonly Pick<PointingRow, 'budgetId'>[],
): Promise<Map<string, BudgetItem>> {
  const found = await prisma.budget.findMany({
    where: { id: { in: [...new Set(rows.map(({ budgetId }) => budgetId))] } },
    omit: omitUnless([]),
    include: { tree: true },
  });
  return new Map(found.map((row) => [row.id, itemOfBudget(treeOf(row.tree), row)]));
}

/** An envelope without what can be large, and where it lies. */
interface PlacedEnvelope {
  envelope: Envelope;
  tree: Tree;
  budgetName: string;
}

/** Those of these in force, by their ids, that lie on a budget within the reach of the reader. */
export async function envelopesWithin(
  prisma: Pick<Reader, 'envelope'>,
  wanted: readonly string[],
  within: string | null,
): Promise<Map<string, PlacedEnvelope>> {
  const ids = uuidsOf(wanted);
  if (ids.length === 0 || (within !== null && !isId('budget', within))) return new Map();
  const top = within === null ? null : uuidOf(within);
  const found = await prisma.envelope.findMany({
    where: {
      id: { in: ids },
      deletedAt: null,
      ...(top !== null && { budget: { OR: [{ id: top }, { path: { has: top } }] } }),
    },
    omit: { matchVendors: true, matchCategories: true, matchItems: true, approve: true },
    include: { budget: { select: { name: true, tree: true } } },
  });
  const leftOut = { matchVendors: [], matchCategories: [], matchItems: [], approve: null };
  return new Map(
    found.map((row) => [
      idOf('envelope', row.id),
      {
        envelope: envelopeOf({ ...row, ...leftOut }),
        tree: treeOf(row.budget.tree),
        budgetName: row.budget.name,
      },
    ]),
  );
}

/** What is shown of an envelope that was read without what can be large. */
export function viewWithout(envelope: Envelope, tree: Tree): Omit<CountingEnvelopeView, 'usage'> {
  const { match: _, approve: __, ...view } = envelopeView(envelope, tree.scale);
  return view;
}

/** An envelope with the counter of the window in which it counted the reservation: that may be over by now. */
function countingView(
  envelope: Envelope,
  tree: Tree,
  charges: readonly string[],
  used: ReadonlyMap<string, bigint>,
): CountingEnvelopeView {
  const view = viewWithout(envelope, tree);
  const counter = charges.find((id) => id.startsWith(`${envelope.id}/`));
  if (counter === undefined || envelope.window === 'transaction') return { ...view, usage: null };
  const [, start = '', ...key] = counter.split('/');
  const at = start === 'lifetime' ? 0 : Date.parse(start);
  const window = windowAt(envelope.window, envelope.timezone ?? tree.timezone, at);
  const name = envelope.per === null ? null : key.join('/');
  return { ...view, usage: usageAt(envelope, tree, window, name, used.get(counter) ?? 0n) };
}
