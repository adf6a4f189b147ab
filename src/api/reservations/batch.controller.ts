import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Submission } from '../../core/commands/commands.js';
import type { Outcome } from '../../core/outcomes.js';
import { Ledger } from '../../ledger/ledger.js';
import { Catalogue } from '../../prices/catalogue.js';
import { BODY_PROBLEMS, Operation } from '../http/operation.js';
import { answerOf, type Success } from '../http/answer.js';
import { Admission } from '../http/admission.js';
import { BATCH_BODY_LIMIT } from '../http/body-limits.js';
import { keyedOrigin } from '../http/origin.js';
import { mapInSlices } from '../in-slices.js';
import { internalProblem, unreadyProblem } from '../http/problem-filter.js';
import type { ProblemBody } from '../problems/problem.js';
import { BatchBody, BatchResultsDto, type BatchCommand, type BatchSettlement } from './batch.dto.js';
import { CHARGED, reservedWith, SETTLED } from './reservation-answers.js';
import {
  chargeAsked,
  newCharge,
  newReserve,
  reserveAsked,
  SETTLEMENTS,
  settlementOf,
  type SettlementAsked,
} from './reservation-commands.js';

/** Many commands in one request. */
@ApiTags('Reservations')
@Controller('v1/reservations/batch')
export class BatchController {
  constructor(
    private readonly ledger: Ledger,
    private readonly admission: Admission,
    private readonly catalogue: Catalogue,
  ) {}

  @Post()
  @Operation({
    id: 'batchReservations',
    action: 'reserve',
    bodyLimit: BATCH_BODY_LIMIT,
    summary: 'Reserve and settle in bulk',
    description:
      'Up to 1,000 commands, reservations, charges and all that settles them, each with its own idempotencyKey and its own result: what the single route would have answered. The request as a whole needs no Idempotency-Key, and a key may be retried here or there. The request needs the action `reserve`; each command needs the action of its single route as well.',
    success: {
      status: 200,
      description: 'The results, in the order of the commands.',
      type: BatchResultsDto,
    },
    problems: BODY_PROBLEMS,
  })
  async batch(@Req() request: FastifyRequest, @Body() { commands }: BatchBody): Promise<object> {
    this.admission.count(request, commands.length);
    // What will find no room is refused before more is done for it.
    this.ledger.checkRoom(request.principal.budgetId, commands.length);
    const asked = await mapInSlices(commands, (command) => submissionOf(request, command, this.catalogue));
    const outcomes = await this.ledger.submitAll(asked.map(({ submission }) => submission));
    const results = await mapInSlices(asked, ({ success }, i) => resultOf(outcomes[i]!, success, request.id));
    return { results };
  }
}

/** What a command submits, and how it is answered where it is accepted. */
interface Submitted {
  submission: Submission;
  success: Success;
}

const problemResult = (body: ProblemBody): object => ({ outcome: 'problem', status: body.status, body });

/** The same as what the single route submits, fingerprint included. */
function submissionOf(request: FastifyRequest, command: BatchCommand, catalogue: Catalogue): Submitted {
  const { idempotencyKey: key } = command;
  if (command.type === 'reserve') {
    const asked = reserveAsked(command);
    const { command: reserve, token } = newReserve(asked, catalogue);
    const submission = { ...reserve, origin: keyedOrigin(request, key, asked) };
    return { submission, success: reservedWith(token) };
  }
  if (command.type === 'charge') {
    const asked = chargeAsked(command.budgetId, command);
    const submission = { ...newCharge(asked, catalogue), origin: keyedOrigin(request, key, asked) };
    return { submission, success: CHARGED };
  }
  const asked = settlementAsked(command);
  const submission = { ...settlementOf(asked), origin: keyedOrigin(request, key, asked) };
  return { submission, success: SETTLED };
}

// A settlement has the type under which its functions stand.
const settlementAsked = (command: BatchSettlement) =>
  (SETTLEMENTS[command.type].asked as (id: string, body: BatchSettlement) => SettlementAsked)(
    command.reservationId,
    command,
  );

function resultOf(settled: PromiseSettledResult<Outcome>, success: Success, requestId: string): object {
  if (settled.status === 'rejected') {
    // The ledger has logged what it did not expect.
    return problemResult((unreadyProblem(settled.reason) ?? internalProblem()).bodyFor(requestId));
  }
  const { status, body, replayed } = answerOf(settled.value, success, requestId);
  return status < 400
    ? { outcome: 'accepted', status, replayed, body }
    : { outcome: 'problem', status, body };
}
