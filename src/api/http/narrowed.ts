import type { Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** A class of answers for the document, some of whose fields say more than those of the class that it narrows. */
export function narrowed(type: Type, name: string, fields: Record<string, ApiPropertyOptions>): Type {
  const made = class extends type {};
  Object.defineProperty(made, 'name', { value: name });
  for (const [field, options] of Object.entries(fields)) ApiProperty(options)(made.prototype, field);
  return made;
}
