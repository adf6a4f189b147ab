import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { reaches } from '../../core/keys.js';
import { Ledger } from '../../ledger/ledger.js';
import type { FindableKind } from '../../ledger/sql/find-trees.js';
import { Problem } from '../problems/problem.js';

/** Keeps readers within the subtree that their key is bound to. Commands are looked at by the ledger. */
@Injectable()
export class Reach {
  constructor(private readonly ledger: Ledger) {}

  /** Throws a 404 for what lies outside, just as for what is not there. */
  async check(request: FastifyRequest, kind: FindableKind, id: string): Promise<void> {
    if (!(await this.extendsTo(request, kind, id)))
      throw new Problem('not_found', `There is no ${kind} ${id}.`);
  }

  async extendsTo({ principal }: FastifyRequest, kind: FindableKind, id: string): Promise<boolean> {
    if (principal.budgetId === null) return true;
    const place = await this.ledger.find(kind, id);
    return place !== null && reaches(principal, place.budgetId, place.path);
  }

  /** The tree of the caller; null for those who are bound to none. */
  async treeOf({ principal }: FastifyRequest): Promise<string | null> {
    if (principal.budgetId === null) return null;
    // A budget that is not there has no tree, and nothing to be read either.
    return (await this.ledger.find('budget', principal.budgetId))?.treeId ?? principal.budgetId;
  }

  /**
   * Where a list looks that may name a budget: without one a caller sees all in its reach. Null for a budget
   * that lies outside, of which the list shows as much as of none.
   */
  async narrowed(
    request: FastifyRequest,
    { budgetId, subtree }: { budgetId?: string; subtree?: string },
  ): Promise<{ budgetId?: string; subtree: boolean } | null> {
    const { budgetId: top } = request.principal;
    if (budgetId === undefined) return top === null ? { subtree: false } : { budgetId: top, subtree: true };
    return (await this.extendsTo(request, 'budget', budgetId))
      ? { budgetId, subtree: subtree === 'true' }
      : null;
  }
}
