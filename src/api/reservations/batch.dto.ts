import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from '../problems/problem.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { Field, VariantsField, type FieldOptions } from '../validation/field.js';
import { ID_EXAMPLES, IdField } from '../validation/fields.js';
import { IDEMPOTENCY_KEY_PATTERN } from '../http/origin.js';
import { SETTLEMENTS } from './reservation-commands.js';
import { ChargeBody } from './charge.dto.js';
import { ReserveBody } from './reservation-requests.dto.js';
import { replayable } from '../http/replay.js';
import { ReservationDto } from './reservation.dto.js';

const MAX_BATCH = 1_000;

const KeyField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      description: 'What the Idempotency-Key header is to a single request.',
      example: 'step-17-a4c09b',
      ...options,
    },
    { type: String, pattern: IDEMPOTENCY_KEY_PATTERN.source },
    {
      name: 'idempotency_key',
      check: (value) => typeof value === 'string' && IDEMPOTENCY_KEY_PATTERN.test(value),
      message: 'must be 1 to 255 visible ASCII characters without spaces',
    },
  );

/** The kind was looked at before the command was held against its class. */
const TypeField = (type: string): PropertyDecorator =>
  Field(
    { example: type },
    { type: String, enum: [type] },
    {
      name: 'type',
      check: (value) => value === type,
      message: `must be ${type}`,
    },
  );

class BatchReserve extends ReserveBody {
  @TypeField('reserve')
  type!: 'reserve';

  @KeyField()
  idempotencyKey!: string;
}

class BatchCharge extends ChargeBody {
  @TypeField('charge')
  type!: 'charge';

  @KeyField()
  idempotencyKey!: string;

  @IdField('budget')
  budgetId!: string;
}

type Settlements = typeof SETTLEMENTS;

/** A settlement in a batch: the body of its single route, with what that route has in its path and headers. */
type BatchSettlementOf<T extends keyof Settlements> = InstanceType<Settlements[T]['body']> & {
  type: T;
  idempotencyKey: string;
  reservationId: string;
};

export type BatchSettlement = { [T in keyof Settlements]: BatchSettlementOf<T> }[keyof Settlements];

/** The class of one, named after that of the single route's body. */
function settlementDto(type: string, Body: new () => object): new () => object {
  class Settlement extends Body {
    @TypeField(type)
    type!: string;

    @KeyField()
    idempotencyKey!: string;

    @IdField('reservation')
    reservationId!: string;
  }
  Object.defineProperty(Settlement, 'name', { value: `Batch${Body.name.replace(/Body$/, '')}` });
  return Settlement;
}

const KINDS = {
  reserve: BatchReserve,
  charge: BatchCharge,
  ...Object.fromEntries(
    Object.entries(SETTLEMENTS).map(([type, { body }]) => [type, settlementDto(type, body)]),
  ),
};

export type BatchCommand = BatchReserve | BatchCharge | BatchSettlement;

const variants = (property: string, kinds: Record<string, { name: string }>) => ({
  oneOf: Object.values(kinds).map(({ name }) => ({ $ref: getSchemaPath(name) })),
  discriminator: {
    propertyName: property,
    mapping: Object.fromEntries(Object.entries(kinds).map(([kind, { name }]) => [kind, getSchemaPath(name)])),
  },
});

@ApiExtraModels(...Object.values(KINDS))
@BodyExamples<BatchBody>({
  plain: [
    'One of each kind',
    {
      commands: [
        {
          type: 'reserve',
          idempotencyKey: 'step-17-a4c09b',
          budgetId: ID_EXAMPLES.budget,
          amount: '0.0035',
          vendor: 'openai',
        },
        {
          type: 'commit',
          idempotencyKey: 'step-16-a4c09b-part',
          reservationId: ID_EXAMPLES.reservation,
          amount: '0.0005',
          final: false,
        },
        {
          type: 'release',
          idempotencyKey: 'step-16-a4c09b-rest',
          reservationId: ID_EXAMPLES.reservation,
        },
      ],
    },
  ],
})
export class BatchBody {
  @VariantsField(
    'type',
    KINDS,
    MAX_BATCH,
    { type: 'array', items: variants('type', KINDS), minItems: 1, maxItems: MAX_BATCH },
    { description: 'Decided in this order; the denial of one does not keep the others from passing.' },
  )
  commands!: BatchCommand[];
}

/** A command that was accepted. */
export class BatchAcceptedDto {
  @ApiProperty({ enum: ['accepted'], type: String })
  outcome!: 'accepted';

  @ApiProperty({
    type: 'integer',
    enum: [200, 201, 202],
    description: 'As the single route would have answered.',
  })
  status!: number;

  @ApiProperty({ description: 'Whether this is the answer to an earlier command with the same key.' })
  replayed!: boolean;

  @ApiProperty({ type: replayable(ReservationDto) })
  body!: ReservationDto;
}

/** A command that was denied, or could not be decided. */
export class BatchProblemDto {
  @ApiProperty({ enum: ['problem'], type: String })
  outcome!: 'problem';

  @ApiProperty({ type: 'integer', description: 'As the single route would have answered.', example: 402 })
  status!: number;

  @ApiProperty()
  body!: ProblemDto;
}

const RESULTS = { accepted: BatchAcceptedDto, problem: BatchProblemDto };

@ApiExtraModels(BatchAcceptedDto, BatchProblemDto)
export class BatchResultsDto {
  @ApiProperty({
    type: 'array',
    items: variants('outcome', RESULTS),
    description: 'One for each command, in the same order.',
  })
  results!: (BatchAcceptedDto | BatchProblemDto)[];
}
