import { ApiProperty } from '@nestjs/swagger';
import type { SettlementToken } from '../../core/settlement-tokens.js';

/** That a reservation can be settled with a token. */
export class SettleableDto {
  @ApiProperty({
    description: 'What the token begins with. Its secret follows.',
    example: 'pst_01k9v3p0a1b2c3d4e5f6g7h8j9_',
  })
  prefix!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null while it works.',
    example: null,
  })
  revokedAt!: string | null;
}

/** The same as the journal has it. */
export class JournaledTokenDto implements SettlementToken {
  @ApiProperty({
    description: 'SHA-256 of the token, or of its secret. It opens nothing.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  hash!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  revokedAt!: string | null;
}
