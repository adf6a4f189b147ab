import type { Type } from '@nestjs/common';
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** Part of the answer to a repeated request: that it is one, and what was answered first. */
export interface Replay<T> {
  at: string;
  status: number;
  answer: T;
}

const classes = new Map<Type, Type>();

/**
 * The class of an answer to a write: with `replay` where the request was repeated. What was answered first may have been
 * of a wider type: the same thing in another state.
 */
export function replayable(type: Type, first: Type = type): Type {
  const made = classes.get(type);
  if (made) return made;
  const replayed = class extends type {};
  // Nest's types know no reference here, and its document has one.
  const answer: object = { $ref: getSchemaPath(first) };
  Object.defineProperty(replayed, 'name', { value: `Written${type.name}` });
  ApiProperty({
    type: 'object',
    required: ['at', 'status', 'answer'],
    additionalProperties: false,
    description:
      'Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first.',
    properties: {
      at: { type: 'string', format: 'date-time', description: 'When it was first answered.' },
      status: { type: 'integer', enum: [200, 201, 202], description: 'With which status.' },
      answer,
    },
    // Nest takes a nested schema that is required for a list of names.
    selfRequired: false,
  })(replayed.prototype, 'replay');
  classes.set(type, replayed);
  return replayed;
}
