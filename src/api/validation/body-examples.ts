import type { Type } from '@nestjs/common';

const KEY = Symbol('body examples');

/** A whole body that the document shows, under a name of its own. */
export interface BodyExample {
  summary: string;
  value: object;
}

/**
 * Whole bodies of a request, which run as they stand but for the ids in them. Without them, a reader of the document
 * would compose one of the examples of all fields, of which some exclude each other.
 */
export const BodyExamples =
  <T extends object>(examples: Record<string, [summary: string, value: T]>): ClassDecorator =>
  (target) => {
    const named = Object.entries(examples).map(([name, [summary, value]]) => [name, { summary, value }]);
    Reflect.defineMetadata(KEY, Object.fromEntries(named), target);
  };

/** The examples of a class of bodies; none are inherited. */
export const examplesOf = (type: Type): Record<string, BodyExample> | undefined =>
  Reflect.getOwnMetadata(KEY, type) as Record<string, BodyExample> | undefined;
