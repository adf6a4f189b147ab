import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CODE_FLOW } from '../../access/access.module.js';
import { SIGN_IN_SECONDS, SignInFailed, type BroughtBack, type CodeFlow } from '../../access/code-flow.js';
import { Sessions } from '../../access/sessions.js';
import { reached } from '../../database/reached.js';
import type { Config } from '../../runtime/config.js';
import type { Logger } from '../../runtime/logger.js';
import { isLoopback } from '../../runtime/loopback.js';
import { messageOf } from '../../runtime/message-of.js';
import { CONFIG, LOGGER } from '../../runtime/tokens.js';
import { UnknownCredential } from '../auth/bearer.js';
import { cookieOf, giveCookie, giveSession, takeCookie, type Cookie } from '../auth/cookies.js';
import { Guesses } from '../http/guesses.js';
import { Problem } from '../problems/problem.js';
import { loggedOf } from './logged.js';

const PLACE = '/v1/sessions/open-id-connect';

/** What a browser keeps while somebody is at the issuer, whose page leads back here. */
const SIGN_IN: Cookie = { name: 'purser-sign-in', sameSite: 'Lax' };

const MAX_PATH_LENGTH = 2_000;

/** Where a browser signs in with OpenID Connect. Pages that lead on, and no part of the API: they are not in its document. */
@ApiExcludeController()
@Controller('v1/sessions/open-id-connect')
export class OpenIdConnectController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CODE_FLOW) private readonly flow: CodeFlow | null,
    private readonly sessions: Sessions,
    private readonly guesses: Guesses,
  ) {}

  @Get()
  @RouteConfig({ open: true })
  async begin(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() { returnTo }: Record<string, unknown>,
  ): Promise<void> {
    const origin = this.originFor(request);
    try {
      const path = pathWithin(origin, returnTo);
      const { location, kept } = await this.flowHere().begin(`${origin}${PLACE}/callback`, path);
      giveCookie(reply, SIGN_IN, kept, SIGN_IN_SECONDS, isPlain(origin));
      void reply.redirect(location, 302);
    } catch (error) {
      await this.fail(request, reply, error);
    }
  }

  @Get('callback')
  @RouteConfig({ open: true })
  async end(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() brought: BroughtBack,
  ): Promise<void> {
    const origin = this.originFor(request);
    const kept = cookieOf(request, SIGN_IN);
    takeCookie(reply, SIGN_IN, isPlain(origin));
    try {
      const signedIn = await this.flowHere().end(`${origin}${PLACE}/callback`, kept, brought);
      const { secret, session } = await reached(this.sessions.openByToken(signedIn));
      giveSession(reply, secret, (session.expiresAt - Date.now()) / 1000, isPlain(origin));
      this.logger.info(loggedOf(session), 'signed in');
      void reply.redirect(pathWithin(origin, signedIn.returnTo), 302);
    } catch (error) {
      await this.fail(request, reply, error);
    }
  }

  /** Leads to the page where people sign in, with a word on what was wrong. What somebody may have made up is slowed as guesses are. */
  private async fail(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<void> {
    if (!(error instanceof SignInFailed)) throw error;
    if (error.reason === 'unreachable') {
      this.logger.warn({ error: messageOf(error.cause) }, 'nobody can sign in');
      return leadBack(reply, error);
    }
    this.logger.warn({ reason: error.reason, address: request.ip }, 'somebody could not sign in');
    const unknown = new UnknownCredential(error.message);
    const answer = await new Promise<Error>((resolve) => this.guesses.refuse(request, unknown, resolve));
    if (answer !== unknown) throw answer;
    leadBack(reply, error);
  }

  private flowHere(): CodeFlow {
    if (this.flow) return this.flow;
    throw new Problem(
      'route_not_found',
      'People sign in with keys here: no client of an issuer is configured.',
    );
  }

  /** The address under which the browser knows the service: the one that was configured, or this machine. */
  private originFor({ headers }: FastifyRequest): string {
    const { consoleUrl } = this.config;
    if (consoleUrl !== undefined) return new URL(consoleUrl).origin;
    if (isLoopback(headers.host)) return `http://${headers.host}`;
    throw new Problem('malformed_request', 'This service does not know its address: set PURSER_CONSOLE_URL.');
  }
}

/** Where to go in this service; its own address for what leads elsewhere. */
function pathWithin(origin: string, wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > MAX_PATH_LENGTH) return '/';
  const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : null;
  // A path of two slashes is an address of somebody else, however it came about.
  const isHere = url?.origin === origin && !url.pathname.startsWith('//');
  return isHere ? url.pathname + url.search + url.hash : '/';
}

const isPlain = (origin: string): boolean => origin.startsWith('http:') && isLoopback(new URL(origin).host);

function leadBack(reply: FastifyReply, { reason, returnTo }: SignInFailed): void {
  void reply.redirect(`/sign-in?${new URLSearchParams({ error: reason, returnTo }).toString()}`, 302);
}
