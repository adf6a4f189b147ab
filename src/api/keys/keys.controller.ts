import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyRing } from '../../access/key-ring.js';
import type { Submission } from '../../core/commands/commands.js';
import type { Origin } from '../../core/commands/origin.js';
import { timeText, type EntryContent } from '../../core/entries.js';
import { ACTIONS, may } from '../../core/keys.js';
import type { Outcome } from '../../core/outcomes.js';
import { Ledger } from '../../ledger/ledger.js';
import { KeyQueries } from '../../queries/key-queries.js';
import { Reach } from '../auth/reach.js';
import { NEWEST_FIRST, Operation } from '../http/operation.js';
import { answer, type Success } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { idempotencyKeyOf, keyedOrigin, originOf } from '../http/origin.js';
import { limitOf } from '../validation/page-query.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { issuedKey, keyAsked, newKeyCommand, newKeySecret } from './key-commands.js';
import {
  IssueKeyBody,
  KeyDto,
  KeyPageDto,
  KeysEndedDto,
  ListKeysQuery,
  NewKeyDto,
  PrincipalDto,
  RevokeKeyBody,
  RevokeKeysBody,
  RotateKeyBody,
} from './key.dto.js';

/** How long a request goes on with keys of which there are more than one decision revokes. */
const WHOLE_MS = 10_000;

/** Credentials, each bound to a budget and everything under it. */
@ApiTags('Keys')
@Controller('v1')
export class KeysController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: KeyQueries,
    private readonly ring: KeyRing,
    private readonly reach: Reach,
  ) {}

  @Get('principal')
  @Operation({
    id: 'getPrincipal',
    action: 'read',
    summary: 'Read the caller',
    success: { status: 200, description: 'Whose key was sent, and what it may do.', type: PrincipalDto },
  })
  principal(@Req() { principal }: FastifyRequest): PrincipalDto {
    const { id, keyId, issuedBy, name, role, budgetId, scopes, expiresAt } = principal;
    return {
      id,
      keyId,
      issuedBy: [...issuedBy],
      name,
      role,
      budgetId,
      scopes,
      expiresAt: expiresAt === null ? null : timeText(expiresAt),
      actions: ACTIONS.filter((action) => may(principal, action)),
    };
  }

  @Post('budgets/:id/keys')
  @Operation({
    id: 'issueKey',
    action: 'manage',
    summary: 'Issue a key',
    description:
      'For the budget and everything under it. The secret is shown once; only its hash is kept. Who chooses it and sends `secretHash` loses nothing with a lost answer. It can do no more, and no longer, than the key that issues it.',
    path: 'budget',
    write: true,
    success: { status: 201, description: 'The key.', type: NewKeyDto },
    problems: ['budget_state', 'invalid_key'],
  })
  async issue(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Body() body: IssueKeyBody,
  ): Promise<object> {
    const asked = keyAsked(body.role, body);
    const origin = originOf(request, { type: 'key_issue', budgetId, key: asked });
    const { input, text } = newKeyCommand(asked);
    const outcome = await this.ledger.submit({ type: 'key_issue', budgetId, key: input, origin });
    return answer(request, reply, outcome, issued(text));
  }

  @Get('budgets/:id/keys')
  @Operation({
    id: 'listKeys',
    action: 'read',
    summary: 'List the keys of a budget',
    path: 'budget',
    order: NEWEST_FIRST,
    success: { status: 200, description: 'A page of keys.', type: KeyPageDto },
  })
  async list(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Query() query: ListKeysQuery,
  ): Promise<KeyPageDto> {
    await this.reach.check(request, 'budget', budgetId);
    const filter = { subtree: query.subtree === 'true', limit: limitOf(query), cursor: query.cursor };
    return await found(listed(this.queries.list(budgetId, filter)), `budget ${budgetId}`);
  }

  @Post('budgets/:id/keys/revoke')
  @Operation({
    id: 'revokeKeys',
    action: 'manage',
    summary: 'Revoke all keys of a budget',
    description:
      'With `subtree`, those of its descendants too; with `issued`, all that came of them. A key that may do more than the one that is used is not revoked by it: 403. More than 10,000 end in parts, for up to ten seconds; then `keysRemain` asks for the same request again. Binds on every replica within a second.',
    path: 'budget',
    write: true,
    optionalBody: RevokeKeysBody,
    success: { status: 200, description: 'The keys that were revoked.', type: KeysEndedDto },
  })
  async revokeAll(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Body() { subtree = false, issued = false, reason = null }: RevokeKeysBody,
  ): Promise<object> {
    const asked = { type: 'keys_revoke' as const, budgetId, subtree, ...(issued && { issued }), reason };
    return await this.inParts(request, reply, asked, (origin) => ({ ...asked, issued, origin }));
  }

  @Get('keys/:id')
  @Operation({
    id: 'getKey',
    action: 'read',
    summary: 'Read a key',
    path: 'key',
    success: { status: 200, description: 'The key, without its secret.', type: KeyDto },
  })
  async get(@Req() request: FastifyRequest, @Param('id', new IdPipe('key')) id: string): Promise<KeyDto> {
    await this.reach.check(request, 'key', id);
    return await found(this.queries.get(id), `key ${id}`);
  }

  @Post('keys/:id/rotate')
  @Operation({
    id: 'rotateKey',
    action: 'manage',
    summary: 'Rotate a key',
    description:
      'With the same holder, name, role, scopes and end. The old one works on for `overlapSeconds`. The caller must be able to issue such a key, and gets its secret: the keys of operators and approvers are rotated by their holder, by who handed them out, and from the top of the tree above their budget.',
    path: 'key',
    write: true,
    optionalBody: RotateKeyBody,
    success: { status: 201, description: 'The new key.', type: NewKeyDto },
    problems: ['budget_state', 'key_ended', 'invalid_key'],
  })
  async rotate(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('key')) keyId: string,
    @Body() { overlapSeconds = 0, reason = null, secretHash }: RotateKeyBody,
  ): Promise<object> {
    await this.reach.check(request, 'key', keyId);
    const old = await found(this.queries.get(keyId), `key ${keyId}`);
    const asked = { type: 'key_rotate' as const, keyId, overlapSeconds, reason };
    const origin = originOf(request, secretHash ? { ...asked, secretHash } : asked);
    const { id, hash, text } = newKeySecret(old.role, secretHash);
    const outcome = await this.ledger.submit({ ...asked, newId: id, newHash: hash, origin });
    await this.ring.look();
    return answer(request, reply, outcome, issued(text));
  }

  @Delete('keys/:id')
  @Operation({
    id: 'revokeKey',
    action: 'manage',
    summary: 'Revoke a key',
    description:
      'With `issued`, all that came of it too, in parts where these are more than 10,000. Binds on every replica within a second. Revoking it again is no error.',
    path: 'key',
    write: true,
    optionalBody: RevokeKeyBody,
    success: { status: 200, description: 'The keys that were not revoked before.', type: KeysEndedDto },
  })
  async revoke(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('key')) keyId: string,
    @Body() { issued = false, reason = null }: RevokeKeyBody,
  ): Promise<object> {
    const asked = { type: 'key_revoke' as const, keyId, ...(issued && { issued }), reason };
    return await this.inParts(request, reply, asked, (origin) => ({ ...asked, issued, origin }));
  }

  /**
   * Revokes part by part what is too much for one decision, so that others get their turn between them. Each part has a key of
   * its own, made of the request's: whoever repeats a request that was lost, or had no more time, goes on where it ended.
   */
  private async inParts(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: object,
    command: (origin: Origin) => Submission,
  ): Promise<object> {
    const until = performance.now() + WHOLE_MS;
    const first = await this.ledger.submit(command(originOf(request, asked)));
    let last = endedBy(first);
    let omitted = 0;
    for (let part = 2; last?.keysRemain && performance.now() < until; part += 1) {
      const origin = keyedOrigin(request, `${idempotencyKeyOf(request)}/${part}`, asked);
      const outcome = await this.ledger.submit(command(origin));
      const next = endedBy(outcome);
      // Such as keys that may do more than the one that is used.
      if (!next) return answer(request, reply, outcome, ended(0, undefined));
      omitted += (next.keysEnded?.length ?? 0) + (next.moreKeysEnded ?? 0);
      last = next;
    }
    await this.ring.look();
    return answer(request, reply, first, ended(omitted, last?.keysRemain));
  }
}

/** The text is only in the first answer: nobody could make it again. */
const issued = (text: string | null): Success => ({
  status: 201,
  body: ({ entry, replayed, now }): NewKeyDto => {
    if (!entry.key) throw new Error(`an entry of kind ${entry.kind} without its key`);
    return { ...issuedKey(entry.key, now), secret: replayed ? null : text };
  },
});

/** The entry of a revocation that was accepted. */
const endedBy = (outcome: Outcome): EntryContent | null =>
  outcome.status === 'accepted' ? outcome.entry : null;

/** The keys of the first part, how many more there were in it and in those that followed, and whether some are left. */
const ended = (omitted: number, keysRemain: true | undefined): Success => ({
  status: 200,
  body: ({ entry: { keysEnded = [], moreKeysEnded = 0 } }): KeysEndedDto => ({
    ended: keysEnded.map(({ id, at }) => ({ id, at })),
    endedOmitted: moreKeysEnded + omitted || undefined,
    keysRemain,
  }),
});
