import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../runtime/config.js';
import { OverloadedError } from '../../runtime/try-later.js';
import { reportBytes } from '../../runtime/metrics.js';
import { CONFIG } from '../../runtime/tokens.js';
import { Problem, tooMuchAtOnce } from '../problems/problem.js';
import { ByteShares } from './byte-shares.js';
import { Rates, type Rate } from './rates.js';

/** One holder has at most this part of what all bodies, and all answers, may take. */
const SHARE = 1 / 4;

/** When it is worth trying again to read what was not read before. */
const RETRY_SECONDS = 2;

/** What each holder may make of this process: commands a second, bytes of bodies, and bytes of answers that it does not read. */
@Injectable()
export class Admission {
  readonly bodies: ByteShares;
  readonly answers: ByteShares;
  private readonly rates: Rates | null;

  constructor(@Inject(CONFIG) { requestsPerSecond, bodyMebibytes, answerMebibytes }: Config) {
    this.bodies = sharesOf(bodyMebibytes);
    this.answers = sharesOf(answerMebibytes);
    this.rates = requestsPerSecond > 0 ? new Rates(requestsPerSecond) : null;
    reportBytes('bodies', () => this.bodies.bytes);
    reportBytes('answers', () => this.answers.bytes);
  }

  /** Lets a request in, whatever becomes of it: one that is refused for its role or its id counts as well. */
  admit(request: FastifyRequest, reply: FastifyReply): void {
    const rate = this.take(request, 1);
    if (rate) {
      reply.header('RateLimit-Policy', `"key";q=${this.rates!.perSecond};w=1`);
      reply.header('RateLimit', `"key";r=${rate.left};t=${rate.reset}`);
      if (!rate.allowed) throw this.tooOften(rate);
    }
    this.checkAnswers(request.holder);
  }

  /** Refuses a caller for whom the service keeps as many answers as it may. */
  checkAnswers(holder: string): void {
    const refused = this.answers.noRoom(holder, 1);
    if (refused === 'holder')
      throw tooMuchAtOnce('The answers that you have not read take all of your share.', RETRY_SECONDS);
    if (refused)
      throw new OverloadedError('The answers that nobody reads take all the room there is.', RETRY_SECONDS);
  }

  /** Counts the commands of a bulk request, which was let in as one. */
  count(request: FastifyRequest, commands: number): void {
    const rate = commands > 1 ? this.take(request, commands - 1) : null;
    if (rate && !rate.allowed) throw this.tooOften(rate);
  }

  /** Null for callers bound to nothing: they open trees for others and are not held up. */
  private take({ principal, holder }: FastifyRequest, commands: number): Rate | null {
    return this.rates && principal.budgetId !== null ? this.rates.take(holder, commands) : null;
  }

  private tooOften({ wait }: Rate): Problem {
    const detail = `More than ${this.rates!.perSecond} commands a second with this key.`;
    return new Problem('rate_limited', detail, {}, { 'Retry-After': String(Math.max(1, wait)) });
  }
}

const sharesOf = (mebibytes: number): ByteShares => {
  const most = mebibytes * 1024 * 1024;
  return new ByteShares(most, most * SHARE);
};
