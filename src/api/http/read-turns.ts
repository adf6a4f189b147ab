import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Config } from '../../runtime/config.js';
import { FairSlots, type GiveBack } from '../../runtime/fair-slots.js';
import { CONFIG } from '../../runtime/tokens.js';
import { Reach } from '../auth/reach.js';
import { tooMuchAtOnce } from '../problems/problem.js';
import { Admission } from './admission.js';
import { ExportPlaces } from './export-places.js';
import { callerGone, goneSignal } from './gone.js';

/** Reads of one tree that wait for their turn; more are refused. */
const WAITING = 1_000;

/** Looks at the past: they have two connections, and one of a tree can take as long as a statement may. */
const PAST = { slots: 2, perGroup: 1, waiting: 20 };

/** Checks of journals: they take long, and all of a processor. */
const CHECKS = { slots: 2, perGroup: 1, waiting: 0 };

/** Exports: between pages they have no connection, but each a page in memory. */
const EXPORTS = { slots: 32, perGroup: 4 };

/** Those of them that keep a session with the database until their end. */
const SESSIONS = { slots: 4, perGroup: 2 };

/** When it is worth trying again. */
const RETRY_SECONDS = 2;
const CHECK_RETRY_SECONDS = 10;

/** The trees whose readers are bound to none. */
const ALL_TREES = 'all';

/** Gives the connections of the read side to trees in fair turns, so that nobody's reads keep others from theirs. */
@Injectable()
export class ReadTurns {
  private readonly reads: FairSlots;
  private readonly past = new FairSlots(PAST);
  private readonly checks = new FairSlots(CHECKS);
  private readonly exports = new ExportPlaces('exports', EXPORTS);
  private readonly sessions = new ExportPlaces('exports of sums', SESSIONS);

  constructor(
    @Inject(CONFIG) { readConnections }: Config,
    private readonly reach: Reach,
    private readonly admission: Admission,
  ) {
    // One is left for what the service itself asks.
    const slots = Math.max(1, readConnections - 1);
    this.reads = new FairSlots({ slots, perGroup: Math.ceil(slots / 2), waiting: WAITING });
  }

  /** Reads when it is the turn of the caller's tree. Refuses where too many wait, and gives up when the caller is gone. */
  async read<T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>): Promise<T> {
    return await this.inTurn(this.reads, 'reads', request, reply, work);
  }

  /** Reads more of what was let in, and is counted already: it waits however many do, and is not refused. */
  async readOn<T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>): Promise<T> {
    const gone = goneSignal(reply);
    const tree = (await this.reach.treeOf(request)) ?? ALL_TREES;
    const giveBack = await this.reads.take(tree, gone, Infinity);
    if (!giveBack) throw callerGone();
    return await work().finally(giveBack);
  }

  /** The same for looks at the past, which have connections of their own. */
  async readPast<T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>): Promise<T> {
    return await this.inTurn(this.past, 'looks at the past', request, reply, work);
  }

  /** Checks a journal, unless somebody of the caller's tree does already, or two others do: nobody waits for that. */
  async check<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const tree = (await this.reach.treeOf(request)) ?? ALL_TREES;
    const giveBack = await this.checks.take(tree);
    if (!giveBack) {
      const detail = 'A journal of this tree is being checked, or two of others.';
      throw tooMuchAtOnce(detail, CHECK_RETRY_SECONDS);
    }
    return await work().finally(giveBack);
  }

  /** Lets one more export go on until it is given back, unless as many do as may: nobody waits for that. */
  async export(request: FastifyRequest, keepsSession: boolean): Promise<GiveBack> {
    const tree = await this.reach.treeOf(request);
    const giveBack = await this.exports.take(tree, request.holder);
    if (!keepsSession) return giveBack;
    try {
      const giveBackSession = await this.sessions.take(tree, request.holder);
      return () => {
        giveBackSession();
        giveBack();
      };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  private async inTurn<T>(
    slots: FairSlots,
    what: string,
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<T>,
  ): Promise<T> {
    const gone = goneSignal(reply);
    const tree = (await this.reach.treeOf(request)) ?? ALL_TREES;
    const giveBack = await slots.take(tree, gone);
    if (!giveBack) {
      if (gone.aborted) throw callerGone();
      throw tooMuchAtOnce(`Too many ${what} of this tree wait for their turn.`, RETRY_SECONDS);
    }
    try {
      // Since it was let in, answers may have been made that it does not read.
      this.admission.checkAnswers(request.holder);
      return await work();
    } finally {
      giveBack();
    }
  }
}

/** Lets the reads of a route take turns. */
@Injectable()
export class TakesTurns implements NestInterceptor {
  constructor(private readonly turns: ReadTurns) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.method !== 'GET' && request.method !== 'HEAD') return next.handle();
    const reply = http.getResponse<FastifyReply>();
    return from(this.turns.read(request, reply, () => lastValueFrom(next.handle())));
  }
}
