import { ApiProperty } from '@nestjs/swagger';
import { SIGN_INS, type BrowserSession } from '../../access/sessions.js';
import { ACTIONS, ROLES, type Action, type Role } from '../../core/keys.js';
import { BodyExamples } from '../validation/body-examples.js';
import { CredentialField, ID_EXAMPLES } from '../validation/fields.js';

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

/** The session of a browser. */
export class SessionDto {
  @ApiProperty({ example: ID_EXAMPLES.session })
  id!: string;

  @ApiProperty({ description: 'Who acts, as the journal names them.', example: ID_EXAMPLES.key })
  holder!: string;

  @ApiProperty({ example: 'ann' })
  name!: string;

  @ApiProperty({ enum: ROLES, example: 'approver' })
  role!: Role;

  @ApiProperty({ enum: ACTIONS, isArray: true, type: String, description: 'What they may do.' })
  actions!: Action[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The budget in whose subtree they may act; null: everywhere.',
    example: ID_EXAMPLES.budget,
  })
  budgetId!: string | null;

  @ApiProperty({
    description: 'To be sent as `X-Purser-CSRF` with all that changes something.',
    example: 'Rk9yIHRoZSBleGFtcGxlIGFsb25lLCBhbmQgbm8gdG9r',
  })
  csrfToken!: string;

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
