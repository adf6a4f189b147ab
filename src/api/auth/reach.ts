import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { reaches } from '../../core/keys.js';
import type { IdKind } from '../../ids.js';
import { Ledger } from '../../ledger/ledger.js';
import { Problem } from '../problems/problem.js';

/** Keeps readers within the subtree that their key is bound to. Commands are looked at by the ledger. */
@Injectable()
export class Reach {
  constructor(private readonly ledger: Ledger) {}

  /** Throws a 404 for what lies outside, just as for what is not there. */
  async check(request: FastifyRequest, kind: IdKind, id: string): Promise<void> {
    if (!(await this.extendsTo(request, kind, id)))
      throw new Problem('not_found', `There is no ${kind} ${id}.`);
  }

  async extendsTo({ principal }: FastifyRequest, kind: IdKind, id: string): Promise<boolean> {
    if (principal.budgetId === null) return true;
    const place = await this.ledger.find(kind, id);
    return place !== null && reaches(principal, place.budgetId, place.path);
  }
}
