import { ApiProperty } from '@nestjs/swagger';
import { ACTIONS, ROLES, type Action, type Role, type Scopes } from '../../core/keys.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ObjectField } from '../validation/field.js';
import {
  AmountField,
  ChoiceField,
  ChoicesField,
  FlagField,
  ID_EXAMPLES,
  InstantField,
  IntegerField,
  NamesField,
  ReferencesField,
  Sha256Field,
  TextField,
} from '../validation/fields.js';
import { PageQuery } from '../validation/page-query.js';
import { TruthField } from '../validation/query-fields.js';

const MAX_NAMES = 100;

/** What a key may do other than its role does. */
export class ScopesBody {
  @ChoicesField(ACTIONS, {
    description:
      'The only actions, of those that the role can be given. An agent has `overdraft` and `refund` only where they are named here.',
    optional: true,
    nullable: true,
  })
  actions?: Action[] | null;

  @NamesField(MAX_NAMES, {
    description: 'The only vendors that may be reserved for.',
    optional: true,
    nullable: true,
    example: ['openai'],
  })
  vendors?: string[] | null;

  @NamesField(MAX_NAMES, {
    description: 'The only categories that may be reserved for.',
    optional: true,
    nullable: true,
    example: ['tokens'],
  })
  categories?: string[] | null;

  @ReferencesField(MAX_NAMES, {
    description: 'The only runs that may be reserved for.',
    optional: true,
    nullable: true,
    example: ['run-17'],
  })
  runs?: string[] | null;

  @AmountField({
    description: 'The largest amount of one reservation.',
    optional: true,
    nullable: true,
    example: '5',
  })
  largestAmount?: string | null;

  @AmountField({
    description:
      'With the action `overdraft`: how far one reservation may be settled above limits, and how far any limit may be passed by it in all. Left out: without bound.',
    optional: true,
    nullable: true,
    example: '1',
  })
  largestOverdraft?: string | null;
}

const SECRET_HASH =
  'The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which are 43 characters. The key is then `prefix` of the answer, followed by your secret, which is never sent but with it. A lost answer loses nothing so. Left out: the service makes the secret, and shows it once.';

class NewKeyBody {
  @Sha256Field({ description: SECRET_HASH, optional: true, nullable: true })
  secretHash?: string | null;

  @TextField(200, { example: 'research agent' })
  name!: string;

  @ObjectField(() => ScopesBody, {
    description: 'Narrower than the role, and never wider than the key that issues it.',
    optional: true,
    nullable: true,
  })
  scopes?: ScopesBody | null;

  @InstantField({
    description:
      'Until when it works; not longer than the key that issues it. Left out: as long as that one, or until it is revoked.',
    optional: true,
    nullable: true,
  })
  expiresAt?: string | null;
}

/** A key for the child of a delegation: its role is agent. */
export class ChildKeyBody extends NewKeyBody {}

@BodyExamples<IssueKeyBody>({
  agent: [
    'For an agent, narrower than its role',
    {
      name: 'research agent',
      role: 'agent',
      scopes: { vendors: ['openai'], largestAmount: '5' },
    },
  ],
  person: ['For somebody who decides on approvals', { name: 'ann', role: 'approver' }],
})
export class IssueKeyBody extends NewKeyBody {
  @ChoiceField(ROLES, { example: 'agent' })
  role!: Role;

  @ChoiceField(['self', 'other'], {
    description:
      'Whose key it is: `self`, a further key of its issuer, in whose name it acts; or `other`, of somebody else. Left out: `other` for an agent and for what the admin issues, which is never `self`; otherwise `self`.',
    optional: true,
    example: 'other',
  })
  holder?: 'self' | 'other';
}

const REASON = 'Why; kept in the journal.';
const ISSUED =
  'Also what came of it: keys issued with it, keys that took its place, and so on. Keys that have ended are looked through as well.';
const MAX_OVERLAP_SECONDS = 604_800;

@BodyExamples<RotateKeyBody>({
  plain: ['The old one works on for an hour', { overlapSeconds: 3600, reason: 'quarterly rotation' }],
})
export class RotateKeyBody {
  @Sha256Field({ description: SECRET_HASH, optional: true, nullable: true })
  secretHash?: string | null;

  @IntegerField(0, MAX_OVERLAP_SECONDS, {
    description: 'How long the old key works on, so that its holders can change over.',
    default: 0,
  })
  overlapSeconds?: number;

  @TextField(1_000, { description: REASON, optional: true, nullable: true, example: 'quarterly rotation' })
  reason?: string | null;
}

@BodyExamples<RevokeKeyBody>({
  plain: ['With all keys that came of it', { issued: true, reason: 'leaked in a log' }],
})
export class RevokeKeyBody {
  @FlagField({ description: ISSUED, default: false })
  issued?: boolean;

  @TextField(1_000, { description: REASON, optional: true, nullable: true, example: 'leaked in a log' })
  reason?: string | null;
}

@BodyExamples<RevokeKeysBody>({
  plain: ['Those of a budget and of all under it', { subtree: true, reason: 'the run is over' }],
})
export class RevokeKeysBody extends RevokeKeyBody {
  @FlagField({ description: 'Those of all descendants as well.', default: false })
  subtree?: boolean;
}

export class ListKeysQuery extends PageQuery {
  @TruthField({ description: 'Those of all descendants as well.', optional: true })
  subtree?: string;
}

export class ScopesDto implements Scopes {
  @ApiProperty({ enum: ACTIONS, isArray: true, nullable: true, type: String })
  actions!: Action[] | null;

  @ApiProperty({ type: [String], nullable: true, example: ['openai'] })
  vendors!: string[] | null;

  @ApiProperty({ type: [String], nullable: true, example: ['tokens'] })
  categories!: string[] | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    required: false,
    description: 'Absent in entries that are older than this scope.',
    example: ['run-17'],
  })
  runs!: string[] | null;

  @ApiProperty({ type: String, nullable: true, example: '5' })
  largestAmount!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '1' })
  largestOverdraft!: string | null;
}

/** What a key is for; never with its text. */
export class KeyFactsDto {
  @ApiProperty({ example: ID_EXAMPLES.key })
  id!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ example: 'research agent' })
  name!: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  role!: Role;

  @ApiProperty()
  scopes!: ScopesDto;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;
}

/** A key as issued. */
class KeyViewDto extends KeyFactsDto {
  @ApiProperty({
    description:
      'Who acts with it, as the journal names them: the id of the first key of its line, or who issued it for themselves.',
    example: ID_EXAMPLES.key,
  })
  holder!: string;

  @ApiProperty({
    type: [String],
    description: 'The holders who handed it out, from the nearest up; the admin is not among them.',
    example: ['user:ada'],
  })
  issuedBy!: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The key that it was issued with, or whose place it took.',
    example: null,
  })
  madeFrom!: string | null;
}

/** A key as it stands. */
export class KeyDto extends KeyViewDto {
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt!: string | null;
}

/** A key that was just made, with its text. */
export class NewKeyDto extends KeyViewDto {
  @ApiProperty({ description: 'Whether it can be used: a repeated request may find it revoked or expired.' })
  works!: boolean;

  @ApiProperty({
    description: 'What the text of the key begins with. Its secret follows.',
    example: 'purser_agent_01k9v3s5d6e7f8g9h0j1k2m3n4_',
  })
  prefix!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'What to send as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: send `prefix` followed by that.',
    example: 'purser_agent_01k9v3s5d6e7f8g9h0j1k2m3n4_5n0f…',
  })
  secret!: string | null;
}

export class KeyEndDto {
  @ApiProperty({ example: ID_EXAMPLES.key })
  id!: string;

  @ApiProperty({ format: 'date-time', description: 'When it stops working.' })
  at!: string;
}

export class KeysEndedDto {
  @ApiProperty({ type: [KeyEndDto], description: 'The keys that this request ended.' })
  ended!: KeyEndDto[];

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'How many more it ended than the 1,000 that are listed; absent where there are none.',
    example: 120,
  })
  endedOmitted?: number;

  @ApiProperty({
    required: false,
    type: Boolean,
    description:
      'That there are more than could be ended in the time that a request has: send it again, with the same key. Absent where all have ended.',
    example: true,
  })
  keysRemain?: true;
}

export class KeyPageDto {
  @ApiProperty({ type: [KeyDto] })
  items!: KeyDto[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last.' })
  nextCursor!: string | null;
}

/** Who makes the request. */
export class PrincipalDto {
  @ApiProperty({
    description: 'The holder: the name in the journal of the one who acts, whichever of their keys they use.',
    example: ID_EXAMPLES.key,
  })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The key that was sent; null for the admin key, and for people.',
    example: ID_EXAMPLES.key,
  })
  keyId!: string | null;

  @ApiProperty({ type: [String], description: 'The holders who handed that key out.', example: ['user:ada'] })
  issuedBy!: string[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'When the key ends, and with it all that it issues; null for one that does not, and for people.',
  })
  expiresAt!: string | null;

  @ApiProperty({ example: 'research agent' })
  name!: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  role!: Role;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The budget in whose subtree it may act; null: everywhere.',
    example: ID_EXAMPLES.budget,
  })
  budgetId!: string | null;

  @ApiProperty({ enum: ACTIONS, isArray: true, type: String, description: 'What it may do.' })
  actions!: Action[];

  @ApiProperty()
  scopes!: ScopesDto;
}
