import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { DryRun } from '../../core/commands/reserving.js';
import { compareAmounts } from '../../core/money.js';
import type { Outcome } from '../../core/outcomes.js';
import { Ledger } from '../../ledger/ledger.js';
import { Catalogue } from '../../prices/catalogue.js';
import { Admission } from '../http/admission.js';
import { BODY_PROBLEMS, Operation } from '../http/operation.js';
import { unkeyedOrigin } from '../http/origin.js';
import { Problem } from '../problems/problem.js';
import { priceInCatalogue } from '../reservations/reservation-commands.js';
import { EstimateBody, EstimateDto, EstimatesDto, type CandidateBody } from './estimate.dto.js';

/** What calls would cost. */
@ApiTags('Prices')
@Controller('v1/estimates')
export class EstimatesController {
  constructor(
    private readonly ledger: Ledger,
    private readonly admission: Admission,
    private readonly catalogue: Catalogue,
  ) {}

  @Post()
  @Operation({
    id: 'createEstimate',
    action: 'read',
    summary: 'Estimate what calls would cost',
    description:
      'Prices each candidate by the price in force for the budget, and says which of them a reservation of the caller would pass for now: the cheapest first. Of one that does not pass it says the largest usage that would. Nothing is held and nothing is journaled.',
    success: {
      status: 200,
      description: 'The candidates, the cheapest that pass first.',
      type: EstimatesDto,
    },
    problems: [...BODY_PROBLEMS, 'not_found'],
  })
  async estimate(@Req() request: FastifyRequest, @Body() body: EstimateBody): Promise<EstimatesDto> {
    const { candidates } = body;
    this.admission.count(request, candidates.length);
    // What each is expected to cost; and behind them what would be reserved, where that is another usage.
    const larger = candidates.filter(({ largestUsage }) => largestUsage !== undefined);
    const asked = [
      ...candidates.map((candidate) => this.dryRun(request, body, candidate, candidate.usage)),
      ...larger.map((candidate) => this.dryRun(request, body, candidate, candidate.largestUsage!)),
    ];
    const outcomes = (await this.ledger.submitAll(asked)).map((settled) => {
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    });
    const estimates = candidates.map((candidate, i) => {
      const { vendor, item } = candidate;
      const expected = outcomes[i]!;
      const at = larger.indexOf(candidate);
      const largest = at < 0 ? expected : outcomes[candidates.length + at]!;
      return { candidate: i, vendor, item, ...estimateOf(expected, largest) };
    });
    return { candidates: estimates.sort(inOrder) };
  }

  private dryRun(
    request: FastifyRequest,
    { budgetId, category = null, runId = null }: EstimateBody,
    { vendor, item, reduce }: CandidateBody,
    usage: Record<string, number>,
  ): Omit<DryRun, 'treeId'> {
    const catalogue = priceInCatalogue(this.catalogue, { usage, vendor, item });
    const origin = unkeyedOrigin(request);
    const purpose = { vendor, category, runId, item, usage, catalogue, reduce: reduce ?? null };
    return { type: 'dry_run', budgetId, amount: null, ...purpose, origin };
  }
}

/** What two dry runs say of a candidate: with what is expected of it, and with the most that it can use. */
function estimateOf(expected: Outcome, largest: Outcome): Omit<EstimateDto, 'candidate' | 'vendor' | 'item'> {
  const refused = [expected, largest].find((outcome) => outcome.status === 'rejected');
  if (refused) {
    const { code, detail } = refused.rejection;
    // The budget is that of all candidates.
    if (code === 'not_found' || code === 'forbidden') throw new Problem(code, detail);
    return {
      amount: null,
      largestAmount: null,
      rated: null,
      admissible: false,
      code: code as EstimateDto['code'],
      detail,
      violations: [],
      retryAt: null,
    };
  }
  if (expected.status !== 'dry_run' || largest.status !== 'dry_run') throw new Error('a dry run was decided');
  const { admissible, amount, code, rated, retryAt, violations, largestAdmissible } = largest.decision;
  return {
    amount: expected.decision.amount,
    largestAmount: amount,
    rated,
    admissible,
    code,
    detail: admissible ? null : `At most ${largestAdmissible} would pass now.`,
    violations,
    retryAt,
  };
}

/** Those that pass before those that do not, and each by what is expected of them; those of unknown cost last. */
function inOrder(a: EstimateDto, b: EstimateDto): number {
  if (a.admissible !== b.admissible) return a.admissible ? -1 : 1;
  if (a.amount === null || b.amount === null) return Number(a.amount === null) - Number(b.amount === null);
  return compareAmounts(a.amount, b.amount) || a.candidate - b.candidate;
}
