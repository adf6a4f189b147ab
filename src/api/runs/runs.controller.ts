import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reaches } from '../../core/keys.js';
import type { Outcome } from '../../core/outcomes.js';
import { Ledger } from '../../ledger/ledger.js';
import type { Place } from '../../ledger/locator.js';
import type { Page } from '../../queries/page.js';
import { RunQueries, type RunFilter } from '../../queries/run-queries.js';
import { Admission } from '../http/admission.js';
import { answerOf } from '../http/answer.js';
import { listed } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { idempotencyKeyOf, keyedOrigin, requestKeyFor } from '../http/origin.js';
import { ReadTurns } from '../http/read-turns.js';
import { mapInSlices } from '../in-slices.js';
import { Problem, validationProblem, type ProblemBody } from '../problems/problem.js';
import { SETTLED } from '../reservations/reservation-answers.js';
import { extendAsked, releaseAsked } from '../reservations/reservation-commands.js';
import { RunPipe } from '../validation/validation.pipe.js';
import { DEFAULT_COMMANDS, RunExtendBody, RunReleaseBody, RunResultDto } from './run.dto.js';

const DONE = { status: 200, description: 'What was done, and where to go on.', type: RunResultDto } as const;

const IN_PARTS =
  'A run may have many: one request is about at most `limit` of them, the oldest first, and counts as so many commands. Go on with `nextCursor` until it is null. Each is a command of its own, as if the single route had been sent it with the key `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and one key may serve for all parts. A run of which nothing is held, or that nobody has heard of, is answered with nothing done.';

/** The command for one of the reservations. */
type AskedOfOne = (reservationId: string) => ReturnType<typeof extendAsked | typeof releaseAsked>;

/** Finds a part of them. */
type FindPart = (
  filter: RunFilter,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
) => Promise<Page<string>>;

/** What is done to all that a run holds. */
@ApiTags('Reservations')
@Controller('v1/runs/:runId')
export class RunsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: RunQueries,
    private readonly turns: ReadTurns,
    private readonly admission: Admission,
  ) {}

  @Post('extend')
  @Operation({
    id: 'extendRun',
    action: 'reserve',
    summary: 'Extend all holds of a run',
    description: `Each is held for at least ttlSeconds from now. What waits for approval keeps its deadline. ${IN_PARTS}`,
    path: 'run',
    write: 'each',
    success: DONE,
  })
  async extend(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('runId', new RunPipe()) runId: string,
    @Body() body: RunExtendBody,
  ): Promise<RunResultDto> {
    const { ttlSeconds, reason } = body;
    return await this.part(
      request,
      reply,
      runId,
      body,
      (filter, inTurn) => this.queries.held(filter, inTurn),
      (id) => extendAsked(id, { ttlSeconds, reason }),
    );
  }

  @Post('release')
  @Operation({
    id: 'releaseRun',
    action: 'reserve',
    summary: 'Release all holds of a run',
    description: `Whether they are held or wait for approval. Those with \`onExpiry\` commit are refused (\`reservation_state\`): whoever knows that nobody can cash one releases it by itself. ${IN_PARTS}`,
    path: 'run',
    write: 'each',
    success: DONE,
  })
  async release(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('runId', new RunPipe()) runId: string,
    @Body() body: RunReleaseBody,
  ): Promise<RunResultDto> {
    const { reason } = body;
    const key = idempotencyKeyOf(request);
    const keyOf = (id: string) => requestKeyFor(request, keyFor(key, id));
    return await this.part(
      request,
      reply,
      runId,
      body,
      (filter, inTurn) => this.queries.releasable(filter, keyOf, inTurn),
      (id) => releaseAsked(id, { reason }),
    );
  }

  private async part(
    request: FastifyRequest,
    reply: FastifyReply,
    runId: string,
    { budgetId, limit = DEFAULT_COMMANDS, cursor }: RunReleaseBody,
    find: FindPart,
    asked: AskedOfOne,
  ): Promise<RunResultDto> {
    const key = idempotencyKeyOf(request);
    const within = await this.within(request, budgetId);
    const filter = { treeId: within.treeId, budgetId: within.budgetId, runId, limit, cursor };
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => this.turns.read(request, reply, work);
    const { items, nextCursor } = await listed(find(filter, inTurn));
    this.admission.count(request, items.length);
    this.ledger.checkRoom(within.budgetId, items.length);
    const submissions = await mapInSlices(items, (id) => {
      const command = asked(id);
      const origin = keyedOrigin(request, keyFor(key, id), command);
      return command.type === 'release'
        ? { ...command, origin, sparesPromises: true }
        : { ...command, origin };
    });
    const outcomes = await this.ledger.submitAll(submissions);
    return { ...resultOf(items, outcomes, request.id), nextCursor };
  }

  /** Where the reservations are looked for. Throws a 404 for a budget out of reach, just as for one that is not there. */
  private async within({ principal }: FastifyRequest, asked: string | undefined): Promise<Place> {
    const budgetId = asked ?? principal.budgetId;
    if (budgetId === null)
      throw validationProblem([
        {
          field: 'budgetId',
          rule: 'required',
          message:
            'budgetId is required of a caller that is bound to no budget: runs of two trees can share a name',
        },
      ]);
    const place = await this.ledger.find('budget', budgetId);
    if (!place || !reaches(principal, place.budgetId, place.path))
      throw new Problem('not_found', `There is no budget ${budgetId}.`);
    return place;
  }
}

/** The key of the command for one reservation. */
const keyFor = (key: string, reservationId: string): string => `${key}/${reservationId}`;

/** What was done, and what was refused. Throws where something could not be decided: all of it can be asked for again. */
function resultOf(
  ids: readonly string[],
  outcomes: readonly PromiseSettledResult<Outcome>[],
  requestId: string,
): Omit<RunResultDto, 'nextCursor'> {
  const result: Omit<RunResultDto, 'nextCursor'> = { done: 0, replayed: 0, refused: [] };
  for (const [i, settled] of outcomes.entries()) {
    if (settled.status === 'rejected') throw settled.reason;
    const outcome = settled.value;
    if (outcome.status === 'accepted') {
      result.done += 1;
      if (outcome.replayed) result.replayed += 1;
      continue;
    }
    const { status, code, detail } = answerOf(outcome, SETTLED, requestId).body as ProblemBody;
    result.refused.push({ reservationId: ids[i]!, status, code, detail });
  }
  return result;
}
