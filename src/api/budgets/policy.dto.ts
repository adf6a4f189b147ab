import { ObjectField } from '../validation/field.js';
import { NamesField } from '../validation/fields.js';

const NAMES_IN_RULE = 1_000;

export class NameRuleDto {
  @NamesField(NAMES_IN_RULE, {
    description: 'Only these pass, and a reservation has to name one.',
    optional: true,
    example: ['openai', 'anthropic'],
  })
  allow?: string[];

  @NamesField(NAMES_IN_RULE, {
    description: 'These never pass, even if they are allowed.',
    optional: true,
    example: ['example.com'],
  })
  deny?: string[];
}

/** Whom a budget may pay. Every ancestor's policy holds too: a child can only narrow. */
export class PolicyDto {
  @ObjectField(() => NameRuleDto, { optional: true })
  vendors?: NameRuleDto;

  @ObjectField(() => NameRuleDto, { optional: true })
  categories?: NameRuleDto;
}
