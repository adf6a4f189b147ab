import type { SettlementToken } from '../core/settlement-tokens.js';
import type { Approval, ApprovalRule } from '../core/approvals.js';
import type { CallOutcome } from '../core/call-outcome.js';
import type { JsonObject } from '../core/canonical.js';
import type { Claim } from '../core/claims.js';
import type { Dispute } from '../core/disputes.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import {
  decodeApproval,
  decodeSettled,
  decodeUuid,
  encodeCursor,
  inRoom,
  PAGE_BYTES,
  readPage,
  type CursorKind,
  type Page,
} from './page.js';
import { readPointed, type Looking, type ReservationPart } from './pointed.js';
import { itemOf, type ReservationListItem } from './reservation-item.js';
import { databaseClock } from './snapshot.js';
import { placeOf } from './sql/below.js';
import { listApprovals, type Answerer } from './sql/list-approvals.js';
import {
  lastReservationLookedAt,
  listReservations,
  readReservations,
  rowOf,
  type ReservationConditions,
  type ReservationPosition,
  type ReservationRow,
} from './sql/list-reservations.js';

/** Which reservations to list; what is absent does not matter. */
export type ReservationFilter = Omit<ReservationConditions, 'place' | 'after' | 'order' | 'orderBy'> &
  Partial<Pick<ReservationConditions, 'order' | 'orderBy'>> & {
    budgetId?: string;
    /** With `budgetId`: those of its descendants, too. */
    subtree?: boolean;
    /** What is shown only where it is asked for. */
    expand?: readonly ReservationPart[];
    /** Nothing is shown that lies outside of the subtree of this budget: null, and absent, for all that there is. */
    within?: string | null;
    limit: number;
    cursor?: string;
    /** Where it is sent in parts a page may be somewhat larger than others. */
    isExport?: boolean;
  };

/** Which of the reservations that wait for approval to list. */
export type ApprovalFilter = Pick<
  ReservationFilter,
  'budgetId' | 'subtree' | 'expand' | 'within' | 'limit' | 'cursor'
> & {
  /** Who may still decide on them. */
  answerer: Pick<Answerer, 'holder' | 'issuedBy'>;
};

/** A reservation with all that is kept of it. */
export type ReservationDetails = ReservationListItem & {
  metadata: JsonObject | null;
  settlementMetadata: JsonObject | null;
  context: JsonObject | null;
  /** The counters in whose windows it was made, and settles. */
  charges: string[];
};

/** Reservations as readers see them. Ids that are not well formed are ids of nothing. */
export class ReservationQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** The newest first, unless another order is asked for. Throws a MalformedCursorError. */
  async list(filter: ReservationFilter): Promise<Page<ReservationListItem>> {
    const {
      budgetId,
      subtree = false,
      cursor,
      limit,
      expand = [],
      within = null,
      isExport,
      ...others
    } = filter;
    const wanted: ReservationConditions = { order: 'desc', orderBy: 'createdAt', ...others };
    const order = ORDERS[`${wanted.orderBy} ${wanted.order}`];
    const begin = cursor === undefined ? undefined : order.decode(cursor);
    if (budgetId !== undefined) {
      const scope = subtree ? 'subtree' : 'self';
      const place = isId('budget', budgetId) ? await placeOf(this.prisma, uuidOf(budgetId), scope) : null;
      if (!place) return { items: [], nextCursor: null };
      wanted.place = place;
    }
    if (begin) wanted.after = begin;
    const { rows, found } = await listReservations(this.prisma, wanted, expand, limit + 1, PAGE_BYTES);
    const listed = await this.itemsOf(rows.slice(0, limit), { expand, within });
    const items = isExport ? listed : inRoom(listed);
    const last = rows[items.length - 1];
    if (last && found > items.length)
      return { items, nextCursor: encodeCursor(order.kind, order.encode(positionOf(last))) };
    // Too little was found: those that follow have not been looked at yet.
    const looked = wanted.place?.isSmall ? null : await lastReservationLookedAt(this.prisma, wanted);
    return { items, nextCursor: looked && encodeCursor(order.kind, order.encode(looked)) };
  }

  /** What waits for somebody, the earliest deadline first. Throws a MalformedCursorError. */
  async listApprovals(filter: ApprovalFilter): Promise<Page<ReservationListItem>> {
    const { answerer, budgetId, subtree = false, cursor, limit, expand = [], within = null } = filter;
    const begin = cursor === undefined ? undefined : decodeApproval(cursor);
    const budget = budgetId === undefined ? undefined : await this.findBudget(budgetId);
    if (budget === null) return { items: [], nextCursor: null };
    const where = budget && { ...budget, subtree };
    const outOfReach = await this.askingAbove(within, answerer.holder);
    return await readPage<ReservationRow, ReservationListItem>(limit, {
      kind: 'approvals',
      read: (last, count) => {
        const after = last ? { deadline: Date.parse(last.expiresAt), id: last.id } : begin;
        return listApprovals(this.prisma, { ...answerer, outOfReach }, where, after, expand, count);
      },
      position: (row) => `${Date.parse(row.expiresAt)} ${row.id}`,
      views: (rows) => this.itemsOf(rows, { expand, within }),
    });
  }

  /** One reservation, or null. */
  async get(id: string, looking: Looking = SHORT): Promise<ReservationDetails | null> {
    if (!isId('reservation', id)) return null;
    const row = await this.prisma.reservation.findFirst({ where: { id: uuidOf(id) } });
    if (!row) return null;
    const [{ name: budgetName, tree }, now] = await Promise.all([
      this.prisma.budget.findUniqueOrThrow({
        where: { treeId_id: { treeId: row.treeId, id: row.budgetId } },
        select: { name: true, tree: { select: { scale: true } } },
      }),
      databaseClock(this.prisma),
    ]);
    const metadata = row.metadata as JsonObject | null;
    const settlementMetadata = row.settlementMetadata as JsonObject | null;
    const approval = row.approval as unknown as Approval | null;
    const claim = row.claim as unknown as Claim | null;
    const dispute = row.dispute as unknown as Dispute | null;
    const outcome = row.outcome as unknown as CallOutcome | null;
    const settlementToken = row.settlementToken as unknown as SettlementToken | null;
    const { scale } = tree;
    const parts = { settlementToken, metadata, settlementMetadata, approval, claim, dispute, outcome };
    const read = { ...row, ...digitsOf(row), ...parts, budgetName, scale, now };
    const items = await this.itemsOf([rowOf(read)], looking);
    return {
      ...items[0]!,
      metadata,
      settlementMetadata,
      context: row.context as JsonObject | null,
      charges: row.charges,
    };
  }

  /** Those of these ids that there are, in no order. */
  async byIds(ids: readonly string[], looking: Looking): Promise<ReservationListItem[]> {
    if (ids.length === 0) return [];
    const rows = await readReservations(this.prisma, ids.map(uuidOf), looking.expand);
    return await this.itemsOf(rows, looking);
  }

  /** Reservations of one read, with what they point at as far as it is wanted. */
  private async itemsOf(rows: readonly ReservationRow[], looking: Looking): Promise<ReservationListItem[]> {
    const pointed = await readPointed(this.prisma, rows, looking);
    return rows.map((row) => itemOf(row, looking.expand, pointed));
  }

  /** The envelopes above a budget that ask people, and do not name this one. */
  private async askingAbove(budgetId: string | null, holder: string): Promise<string[]> {
    if (budgetId === null || !isId('budget', budgetId)) return [];
    const budget = await this.prisma.budget.findFirst({
      where: { id: uuidOf(budgetId) },
      select: { treeId: true, path: true },
    });
    if (!budget || budget.path.length === 0) return [];
    const asking = await this.prisma.envelope.findMany({
      where: { treeId: budget.treeId, budgetId: { in: budget.path }, deletedAt: null, onExceed: 'approve' },
      select: { id: true, approve: true },
    });
    return asking
      .filter(({ approve }) => !(approve as unknown as ApprovalRule).approvers?.includes(holder))
      .map(({ id }) => idOf('envelope', id));
  }

  private async findBudget(id: string): Promise<{ treeId: string; id: string } | null> {
    if (!isId('budget', id)) return null;
    return await this.prisma.budget.findFirst({
      where: { id: uuidOf(id) },
      select: { treeId: true, id: true },
    });
  }
}

type Amounts<T> = Record<
  'amount' | 'held' | 'committed' | 'refunded' | 'overdrawn' | 'claimed' | 'disputed',
  T
>;

const digitsOf = ({
  amount,
  held,
  committed,
  refunded,
  overdrawn,
  claimed,
  disputed,
}: Amounts<bigint>): Amounts<string> => ({
  amount: String(amount),
  held: String(held),
  committed: String(committed),
  refunded: String(refunded),
  overdrawn: String(overdrawn),
  claimed: String(claimed),
  disputed: String(disputed),
});

const positionOf = ({ id, settledAt }: ReservationRow): Required<ReservationPosition> => ({
  id,
  settledAt: settledAt === null ? 0 : Date.parse(settledAt),
});

/** An order, and how cursors say a place in it. */
interface Order {
  kind: CursorKind;
  encode: (position: Required<ReservationPosition>) => string;
  decode: (cursor: string) => ReservationPosition;
}

const byId = (kind: 'reservations' | 'reservations asc'): Order => ({
  kind,
  encode: ({ id }) => id,
  decode: (cursor) => ({ id: decodeUuid(kind, cursor) }),
});

const bySettlement = (kind: 'settled asc' | 'settled desc'): Order => ({
  kind,
  encode: ({ settledAt, id }) => `${settledAt} ${id}`,
  decode: (cursor) => decodeSettled(kind, cursor),
});

const ORDERS: Record<`${ReservationConditions['orderBy']} ${ReservationConditions['order']}`, Order> = {
  'createdAt desc': byId('reservations'),
  'createdAt asc': byId('reservations asc'),
  'settledAt desc': bySettlement('settled desc'),
  'settledAt asc': bySettlement('settled asc'),
};

/** What is shown without being asked for. */
const SHORT: Looking = { expand: [], within: null };
