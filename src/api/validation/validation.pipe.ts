import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { idPattern, isId, type IdKind } from '../../ids/ids.js';
import { checkTexts } from '../http/text.js';
import { validationProblem, type FieldError } from '../problems/problem.js';
import { REFERENCE_MESSAGE, REFERENCE_PATTERN } from './fields.js';
import { Shape } from './shape.js';

/** Holds bodies and queries against the rules of their class. What passes has no field that the class has not. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    const shape = metatype && Shape.of(metatype);
    if (!shape) return value;
    // The texts of a body were looked at when it was read.
    if (type === 'query') checkTexts(value);
    // Where no field is required, no body is as good as an empty one.
    const given = value === undefined ? {} : value;
    const errors: FieldError[] = [];
    shape.check(given, '', errors);
    if (errors.length === 0) return given;
    if (value === undefined)
      throw validationProblem([
        { field: '', rule: 'required', message: 'A JSON body is required' },
        ...errors,
      ]);
    throw validationProblem(errors);
  }
}

/** Lets an id in a path pass if it is well formed. */
export class IdPipe implements PipeTransform<string, string> {
  constructor(
    private readonly kind: IdKind,
    private readonly field = 'id',
  ) {}

  transform(value: string): string {
    if (isId(this.kind, value)) return value;
    throw validationProblem([
      {
        field: this.field,
        rule: 'id',
        message: `${this.field} must look like ${idPattern(this.kind).source}`,
      },
    ]);
  }
}

/** Lets the name of a run in a path pass if it can be one. */
@Injectable()
export class RunPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (REFERENCE_PATTERN.test(value)) return value;
    throw validationProblem([{ field: 'runId', rule: 'reference', message: `runId ${REFERENCE_MESSAGE}` }]);
  }
}
