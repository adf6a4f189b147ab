import { Body, Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyRing } from '../../access/key-ring.js';
import { makerOf, type Principal } from '../../access/principal.js';
import { csrfTokenOf, Sessions, type BrowserSession } from '../../access/sessions.js';
import { timeText } from '../../core/entries.js';
import { ACTIONS, may } from '../../core/keys.js';
import { reached } from '../../database/reached.js';
import type { Config } from '../../runtime/config.js';
import type { Logger } from '../../runtime/logger.js';
import { CONFIG, LOGGER } from '../../runtime/tokens.js';
import { UnknownCredential } from '../auth/bearer.js';
import { giveSession, isPlainAndLocal, sessionSecretOf, takeSession } from '../auth/cookies.js';
import { refuseOtherSites } from '../auth/csrf.js';
import { Admission } from '../http/admission.js';
import { Guesses } from '../http/guesses.js';
import { BODY_PROBLEMS, Operation } from '../http/operation.js';
import { loggedOf } from './logged.js';
import { SessionDto, SignInBody, SignInDto } from './session.dto.js';

const SESSION = { description: 'Who is signed in, and what they may do.', type: SessionDto } as const;

/** Signing in with a browser: a session stands for the key or the token that opened it. */
@ApiTags('Sessions')
@Controller('v1')
export class SessionsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly keys: KeyRing,
    private readonly sessions: Sessions,
    private readonly admission: Admission,
    private readonly guesses: Guesses,
  ) {}

  @Get('sign-in')
  @Operation({
    id: 'getSignIn',
    isPublic: true,
    summary: 'List the ways to sign in',
    success: { status: 200, description: 'The ways.', type: SignInDto },
  })
  ways(): SignInDto {
    const { oidcIssuer: issuer, oidcClientId } = this.config;
    return {
      key: true,
      openIdConnect: issuer === undefined || oidcClientId === undefined ? null : { issuer },
    };
  }

  @Post('sessions')
  @Operation({
    id: 'openSession',
    isPublic: true,
    summary: 'Sign in with a key',
    description:
      'For browsers: the answer sets a cookie that no script reads, and what is asked with it is asked by the holder of the key. The session ends with the key. One that the browser had before is over. Programs send the key instead.',
    success: { status: 201, ...SESSION },
    problems: [...BODY_PROBLEMS, 'unauthenticated', 'csrf', 'rate_limited', 'too_much_at_once'],
  })
  async signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() { key }: SignInBody,
  ): Promise<SessionDto> {
    refuseOtherSites(request);
    const principal = await this.verified(request, key);
    request.principal = principal;
    request.holder = makerOf(principal);
    this.admission.admit(request, reply);
    const { secret, session } = await reached(this.sessions.openByKey(key, principal));
    // What somebody may have put into the browser before is good for nothing.
    await this.endFormer(request);
    giveSession(reply, secret, (session.expiresAt - Date.now()) / 1000, isPlainAndLocal(request));
    this.logger.info(loggedOf(session), 'signed in');
    return sessionDto(session, secret);
  }

  @Get('sessions/self')
  @Operation({
    id: 'getSession',
    isForSessions: true,
    summary: 'Read the session',
    success: { status: 200, ...SESSION },
  })
  self(@Req() request: FastifyRequest): SessionDto {
    return sessionDto(sessionIn(request), sessionSecretOf(request) ?? '');
  }

  @Delete('sessions/self')
  @Operation({
    id: 'closeSession',
    isForSessions: true,
    summary: 'Sign out',
    description: 'The session is over in all processes, and the cookie is taken back.',
    success: { status: 204, description: 'Signed out.', empty: true },
  })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const session = sessionIn(request);
    await reached(this.sessions.end(session.id));
    takeSession(reply, isPlainAndLocal(request));
    this.logger.info(loggedOf(session), 'signed out');
  }

  /** Who has the key. A guess of one is answered as late as any other. */
  private async verified(request: FastifyRequest, key: string): Promise<Principal> {
    const principal = await reached(Promise.resolve(this.keys.verify(key)));
    if (principal) return principal;
    const unknown = new UnknownCredential('The key is not known.');
    throw await new Promise<Error>((resolve) => this.guesses.refuse(request, unknown, resolve));
  }

  private async endFormer(request: FastifyRequest): Promise<void> {
    const secret = sessionSecretOf(request);
    const former = secret === undefined ? null : await reached(this.sessions.find(secret, false));
    if (former) await reached(this.sessions.end(former.id));
  }
}

/** The session in which a request is made, on routes that have one. */
function sessionIn({ session }: FastifyRequest): BrowserSession {
  if (!session) throw new Error('a route about sessions without one');
  return session;
}

function sessionDto({ id, principal, ...session }: BrowserSession, secret: string): SessionDto {
  const { id: holder, name, role, budgetId } = principal;
  return {
    id,
    holder,
    name,
    role,
    actions: ACTIONS.filter((action) => may(principal, action)),
    budgetId,
    csrfToken: csrfTokenOf(secret),
    signedInBy: session.signedInBy,
    createdAt: timeText(session.createdAt),
    expiresAt: timeText(session.expiresAt),
  };
}
