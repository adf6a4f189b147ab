import { approvalOf, type Approval, type ApprovalRule } from '../core/approvals.js';
import { claimOf, type Claim } from '../core/claims.js';
import type { JsonObject } from '../core/canonical.js';
import { reservationView, type ReservationView } from '../core/entries.js';
import { isLive, type ReservationState } from '../core/reservation-state.js';
import type { Overage, Reservation } from '../core/reservations.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import type { MetadataFilter } from './metadata.js';
import { decodeApproval, decodeUuid, readPage, type Page } from './page.js';
import { databaseClock } from './snapshot.js';
import { listApprovals, type Answerer } from './sql/list-approvals.js';
import {
  listReservations,
  type ReservationConditions,
  type ReservationRow,
} from './sql/list-reservations.js';

/** Which reservations to list; what is absent does not matter. */
export interface ReservationFilter {
  budgetId?: string;
  /** With `budgetId`: those of its descendants, too. */
  subtree?: boolean;
  state?: ReservationState;
  /** Whether something is claimed on it. */
  claimed?: boolean;
  runId?: string;
  taskId?: string;
  vendor?: string;
  category?: string;
  metadata?: MetadataFilter;
  /** What is shown only where it is asked for. */
  expand?: readonly 'metadata'[];
  limit: number;
  cursor?: string;
}

/** Which of the reservations that wait for approval to list. */
export type ApprovalFilter = Pick<
  ReservationFilter,
  'budgetId' | 'subtree' | 'expand' | 'limit' | 'cursor'
> & {
  /** Who may still decide on them, and the budget in whose subtree they act (null: everywhere). */
  answerer: Pick<Answerer, 'holder' | 'issuedBy'> & { within: string | null };
};

/** A reservation as it stands, by the database's clock; its labels where they were asked for. */
export type ReservationListItem = Omit<ReservationView, 'approval' | 'metadata' | 'claim' | 'overdrawn'> & {
  metadata?: JsonObject | null;
  approval: Approval | null;
  /** What waits for somebody who may record it. */
  claim: NonNullable<ReservationView['claim']> | null;
  /** How far its commits went above limits. */
  overdrawn: string;
  budgetId: string;
  treeId: string;
  /** How long it still is held, or waits for approval: zero when its time has come or it is settled. */
  remainingTtlMs: number;
};

/** A reservation with all that is kept of it. */
export type ReservationDetails = ReservationListItem & {
  metadata: JsonObject | null;
  context: JsonObject | null;
  /** The counters in whose windows it was made, and settles. */
  charges: string[];
};

/** Reservations as readers see them. Ids that are not well formed are ids of nothing. */
export class ReservationQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** The newest first. Throws a MalformedCursorError. */
  async list(filter: ReservationFilter): Promise<Page<ReservationListItem>> {
    const { budgetId, subtree = false, cursor, limit, expand = [], ...others } = filter;
    const conditions: ReservationConditions = others;
    const before = cursor === undefined ? undefined : decodeUuid('reservations', cursor);
    if (budgetId !== undefined) {
      const budget = await this.findBudget(budgetId);
      if (!budget) return { items: [], nextCursor: null };
      conditions.budget = { ...budget, subtree };
    }
    return await readPage<ReservationRow, ReservationListItem>(limit, {
      kind: 'reservations',
      read: (after, count) =>
        listReservations(this.prisma, { ...conditions, before: after?.id ?? before }, expand, count),
      position: ({ id }) => id,
      view: (row) => itemOf(row, expand),
    });
  }

  /** What waits for somebody, the earliest deadline first. Throws a MalformedCursorError. */
  async listApprovals(filter: ApprovalFilter): Promise<Page<ReservationListItem>> {
    const { answerer, budgetId, subtree = false, cursor, limit, expand = [] } = filter;
    const begin = cursor === undefined ? undefined : decodeApproval(cursor);
    const budget = budgetId === undefined ? undefined : await this.findBudget(budgetId);
    if (budget === null) return { items: [], nextCursor: null };
    const within = budget && { ...budget, subtree };
    const outOfReach = await this.askingAbove(answerer.within, answerer.holder);
    return await readPage<ReservationRow, ReservationListItem>(limit, {
      kind: 'approvals',
      read: (last, count) => {
        const after = last ? { deadline: last.expiresAt.getTime(), id: last.id } : begin;
        return listApprovals(this.prisma, { ...answerer, outOfReach }, within, after, expand, count);
      },
      position: (row) => `${row.expiresAt.getTime()} ${row.id}`,
      view: (row) => itemOf(row, expand),
    });
  }

  /** One reservation, or null. */
  async get(id: string): Promise<ReservationDetails | null> {
    if (!isId('reservation', id)) return null;
    const row = await this.prisma.reservation.findFirst({ where: { id: uuidOf(id) } });
    if (!row) return null;
    const [tree, now] = await Promise.all([
      this.prisma.tree.findUniqueOrThrow({ where: { id: row.treeId }, select: { scale: true } }),
      databaseClock(this.prisma),
    ]);
    const metadata = row.metadata as JsonObject | null;
    const approval = row.approval as unknown as Approval | null;
    return {
      ...itemOf(
        { ...row, metadata, approval, claim: row.claim as unknown as Claim | null, scale: tree.scale, now },
        [],
      ),
      metadata,
      context: row.context as JsonObject | null,
      charges: row.charges,
    };
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

function itemOf(row: ReservationRow, expand: readonly 'metadata'[]): ReservationListItem {
  const reservation: Reservation = {
    treeId: idOf('budget', row.treeId),
    id: idOf('reservation', row.id),
    budgetId: idOf('budget', row.budgetId),
    state: row.state as ReservationState,
    amount: row.amount,
    held: row.held,
    committed: row.committed,
    refunded: row.refunded,
    overdrawn: row.overdrawn,
    claimed: row.claimed,
    claim: row.claim && claimOf(row.claim),
    vendor: row.vendor,
    category: row.category,
    runId: row.runId,
    taskId: row.taskId,
    reason: row.reason,
    overage: row.overage as Overage,
    charges: [],
    approval: row.approval && approvalOf(row.approval),
    context: null,
    metadata: row.metadata,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    settledAt: row.settledAt?.getTime() ?? null,
  };
  const { metadata, ...view } = reservationView(reservation, row.scale);
  return {
    ...view,
    ...(expand.includes('metadata') && { metadata }),
    approval: reservation.approval,
    claim: view.claim ?? null,
    overdrawn: view.overdrawn ?? '0',
    budgetId: reservation.budgetId,
    treeId: reservation.treeId,
    remainingTtlMs: isLive(reservation) ? Math.max(0, reservation.expiresAt - row.now) : 0,
  };
}
