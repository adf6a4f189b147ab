import { ApiProperty } from '@nestjs/swagger';
import { SIGN_INS, type BrowserSession } from '../../access/sessions.js';
import { ACTIONS, ROLES, type Action, type Role } from '../../core/keys.js';
import { BodyExamples } from '../validation/body-examples.js';
import { CredentialField, ID_EXAMPLES, TextField } from '../validation/fields.js';
import { NEXT_CURSOR, PageQuery } from '../validation/page-query.js';

@BodyExamples<SignInBody>({
  key: [
    'With a key',
    { key: 'purser_operator_01k9v3s5d6e7f8g9h0j1k2m3n4_Zm9yIHRoZSBleGFtcGxlIGFsb25lLCBhbmQgbm8ga2V5' },
  ],
})
export class SignInBody {
  @CredentialField({
    description: 'The key. It is looked at and not kept.',
    example: 'purser_operator_01k9v3s5d6e7f8g9h0j1k2m3n4_Zm9yIHRoZSBleGFtcGxlIGFsb25lLCBhbmQgbm8ga2V5',
  })
  key!: string;
}

class IssuerDto {
  @ApiProperty({ description: 'Who signs people in.', example: 'https://login.example.com' })
  issuer!: string;
}

/** The ways to sign in. */
export class SignInDto {
  @ApiProperty({ type: Boolean, description: 'With a key.', example: true })
  key!: true;

  @ApiProperty({
    type: IssuerDto,
    nullable: true,
    description:
      'With OpenID Connect, at `/v1/sessions/open-id-connect`; null where no client of an issuer is configured.',
  })
  openIdConnect!: IssuerDto | null;
}

/** What is shown of any session. */
class SessionFactsDto {
  @ApiProperty({ example: ID_EXAMPLES.session })
  id!: string;

  @ApiProperty({ description: 'Who acts, as the journal names them.', example: ID_EXAMPLES.key })
  holder!: string;

  @ApiProperty({ example: 'ann' })
  name!: string;

  @ApiProperty({ enum: ROLES, example: 'approver' })
  role!: Role;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The budget in whose subtree they may act; null: everywhere.',
    example: ID_EXAMPLES.budget,
  })
  budgetId!: string | null;

  @ApiProperty({ enum: SIGN_INS, description: 'With what they signed in.', example: 'key' })
  signedInBy!: BrowserSession['signedInBy'];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it ends at the latest: after its time, or with the key or token that opened it.',
  })
  expiresAt!: string;
}

/** The session of a browser, to itself. */
export class SessionDto extends SessionFactsDto {
  @ApiProperty({ enum: ACTIONS, isArray: true, type: String, description: 'What they may do.' })
  actions!: Action[];

  @ApiProperty({
    description: 'To be sent as `X-Purser-CSRF` with all that changes something.',
    example: 'Rk9yIHRoZSBleGFtcGxlIGFsb25lLCBhbmQgbm8gdG9r',
  })
  csrfToken!: string;
}

/** A session as it stands in a list. */
export class OpenSessionDto extends SessionFactsDto {
  @ApiProperty({ format: 'date-time', description: 'About when it was last used: within a minute.' })
  usedAt!: string;

  @ApiProperty({ description: 'Whether it is the one that the request is made in.', example: true })
  current!: boolean;
}

export class OpenSessionPageDto {
  @ApiProperty({ type: [OpenSessionDto] })
  items!: OpenSessionDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}

/** As many characters as the holder with the longest name has: `user:` and what an issuer may call somebody. */
const MAX_HOLDER_LENGTH = 260;

export class ListSessionsQuery extends PageQuery {
  @TextField(MAX_HOLDER_LENGTH, {
    description: 'Only those of this holder, as the journal names them.',
    optional: true,
    example: 'admin',
  })
  holder?: string;
}
