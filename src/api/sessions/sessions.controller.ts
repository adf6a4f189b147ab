import { Body, Controller, Delete, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyRing } from '../../access/key-ring.js';
import { makerOf, type Principal } from '../../access/principal.js';
import { csrfTokenOf, Sessions, type BrowserSession } from '../../access/sessions.js';
import { timeText } from '../../core/entries.js';
import { ACTIONS, may } from '../../core/keys.js';
import { reached } from '../../database/reached.js';
import { uuidOf } from '../../ids/ids.js';
import { decodeUuid, readPage } from '../../queries/page.js';
import type { Config } from '../../runtime/config.js';
import type { Logger } from '../../runtime/logger.js';
import { CONFIG, LOGGER } from '../../runtime/tokens.js';
import { UnknownCredential } from '../auth/bearer.js';
import { giveSession, isPlainAndLocal, sessionSecretOf, takeSession } from '../auth/cookies.js';
import { refuseOtherSites } from '../auth/csrf.js';
import { Admission } from '../http/admission.js';
import { listed } from '../http/found.js';
import { Guesses } from '../http/guesses.js';
import { BODY_PROBLEMS, NEWEST_FIRST, Operation } from '../http/operation.js';
import { Problem } from '../problems/problem.js';
import { limitOf } from '../validation/page-query.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { loggedOf } from './logged.js';
import {
  ListSessionsQuery,
  OpenSessionDto,
  OpenSessionPageDto,
  SessionDto,
  SignInBody,
  SignInDto,
} from './session.dto.js';

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

  @Get('sessions')
  @Operation({
    id: 'listSessions',
    action: 'read',
    summary: 'List open sessions',
    description: 'Those of the caller; of everybody for those who may manage all trees.',
    order: NEWEST_FIRST,
    success: { status: 200, description: 'A page of sessions.', type: OpenSessionPageDto },
  })
  async list(@Req() request: FastifyRequest, @Query() query: ListSessionsQuery): Promise<OpenSessionPageDto> {
    const { principal, session } = request;
    const { holder = null, cursor } = query;
    const seen = seesAll(principal) ? holder : principal.id;
    if (seen !== null && seen !== (holder ?? seen)) return { items: [], nextCursor: null };
    const page = readPage<BrowserSession, OpenSessionDto>(limitOf(query), {
      kind: 'sessions',
      read: (last, count) =>
        reached(this.sessions.list({ holder: seen, before: beginningOf(last, cursor), count })),
      position: ({ id }) => uuidOf(id),
      views: (rows) => rows.map((row) => openSessionDto(row, row.id === session?.id)),
    });
    return await listed(page);
  }

  @Delete('sessions/:id')
  @Operation({
    id: 'endSession',
    action: 'read',
    summary: 'End a session',
    description:
      'One of the caller; of anybody for those who may manage all trees. It is over in all processes, and its streams of events end within a second.',
    path: 'session',
    success: { status: 204, description: 'The session is over.', empty: true },
  })
  async end(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('session')) id: string,
  ): Promise<void> {
    const { principal } = request;
    const session = await reached(this.sessions.get(id));
    if (!session || !(seesAll(principal) || session.principal.id === principal.id))
      throw new Problem('not_found', `There is no session ${id}.`);
    await reached(this.sessions.end(id));
    if (request.session?.id === id) takeSession(reply, isPlainAndLocal(request));
    this.logger.info({ ...loggedOf(session), by: principal.id }, 'session ended');
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

/** Whether somebody may do all that can be done everywhere, and so look after the sessions of others, too. */
const seesAll = (principal: Principal): boolean => principal.budgetId === null && may(principal, 'manage');

/** From where a list goes on (UUID): behind the last that was read, or where its page begins. */
const beginningOf = (last: BrowserSession | null, cursor: string | undefined): string | undefined =>
  last ? uuidOf(last.id) : cursor === undefined ? undefined : decodeUuid('sessions', cursor);

const factsOf = ({ id, principal, ...session }: BrowserSession) => {
  const { id: holder, name, role, budgetId } = principal;
  return {
    id,
    holder,
    name,
    role,
    budgetId,
    signedInBy: session.signedInBy,
    createdAt: timeText(session.createdAt),
    expiresAt: timeText(session.expiresAt),
  };
};

function sessionDto(session: BrowserSession, secret: string): SessionDto {
  const actions = ACTIONS.filter((action) => may(session.principal, action));
  return { ...factsOf(session), actions, csrfToken: csrfTokenOf(secret) };
}

const openSessionDto = (session: BrowserSession, current: boolean): OpenSessionDto => ({
  ...factsOf(session),
  usedAt: timeText(session.usedAt),
  current,
});
