import { applyDecorators, HttpCode, UseInterceptors, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  type ApiParamOptions,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Action } from '../../core/keys.js';
import type { IdKind } from '../../ids/ids.js';
import { idPattern } from '../../ids/ids.js';
import { TakesTurns } from './read-turns.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';
import { PROBLEMS, type ProblemCode, type ProblemKind } from '../problems/registry.js';
import { examplesOf } from '../validation/body-examples.js';
import { ID_EXAMPLES, REFERENCE_PATTERN } from '../validation/fields.js';
import { replayable } from './replay.js';
import { exampleOf, type HEADERS } from '../docs/components.js';
import { ProblemDto } from '../problems/problem.dto.js';

/** A success of another status: a type of its own where callers must not take the one for the other. */
interface OtherAnswer {
  description: string;
  type?: Type;
}

/** What the document says of one operation beyond its body and query, which their classes describe. */
export interface OperationOptions {
  id: string;
  summary: string;
  /** What a principal must be allowed to do; absent only where nobody has to say who they are. */
  action?: Action;
  /** For settlement tokens, and for nothing else. */
  isForPayees?: boolean;
  /** About the session in which the request is made; nothing else is answered. */
  isForSessions?: boolean;
  /** Wants no key: for those who sign in. */
  isPublic?: boolean;
  /** May take long because the caller wants to wait: not to be logged as slow. */
  waits?: boolean;
  /** Takes turns with other trees for parts of its work, or for connections of another kind: see `ReadTurns`. */
  ownTurns?: boolean;
  /** The largest body in bytes, where it is not the usual one. */
  bodyLimit?: number;
  description?: string;
  /** Of a list: in which order its items come. */
  order?: string;
  /** The kind of id in the path, or a run. */
  path?: IdKind | 'run';
  /** Carries an Idempotency-Key; `each` where it stands for many commands, each of which is answered for itself. */
  write?: boolean | 'each';
  ifMatch?: 'required' | 'optional';
  /** The class of a body that may be left out. */
  optionalBody?: Type;
  success: { status: 200 | 201 | 204; description: string } & (
    | {
        type: Type;
        etag?: boolean;
        /** What a replay says was answered first, where that can have been of another type. */
        first?: Type;
        /** Whether all of it can be had as CSV and NDJSON, too (see `Exports`); `asOf` where these say as of when they are. */
        exported?: true | 'asOf';
      }
    /** Server-sent events; an example of them. */
    | { stream: string }
    /** No body. */
    | { empty: true }
  );
  /** What is answered where the same waits for people first. */
  pending?: OtherAnswer;
  /** What is answered with 200: where there was nothing to make, or of a replay what has ended since. */
  ended?: OtherAnswer;
  /** What is answered where a part of it waits for somebody who may do it. */
  claimed?: OtherAnswer;
  /** What can be answered besides what any operation can. */
  problems?: readonly ProblemCode[];
}

/** What the scopes of a key can be in the way of. */
export const SCOPE_DENIALS = [
  'scope_vendor',
  'scope_category',
  'scope_run',
  'scope_amount',
] as const satisfies ProblemCode[];

/** What a spending decision can be denied for. */
export const SPENDING_DENIALS = [
  'budget_closed',
  'budget_frozen',
  'budget_paused',
  'vendor_not_allowed',
  'category_not_allowed',
  ...SCOPE_DENIALS,
  'too_many_names',
  'insufficient_funds',
  'envelope_exceeded',
  'count_exceeded',
] as const satisfies ProblemCode[];

/** Describes an operation to the document: parameters, headers, its success, and every problem by status. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, action, bodyLimit, waits, path, write, ifMatch, success } = options;
  const decorators: MethodDecorator[] = [
    ApiOperation({ operationId: id, summary, description: descriptionOf(options) }),
  ];
  if (action)
    decorators.push(ApiExtension('x-purser-action', action), (target, name, descriptor) =>
      RouteConfig({
        action,
        bodyLimit,
        waits,
        stream: 'stream' in success,
        hasQuery: takesQuery(target, name),
      })(target, name, descriptor),
    );
  if (options.isForPayees)
    decorators.push(ApiExtension('x-purser-bearer', 'settlement token'), (target, name, descriptor) =>
      RouteConfig({ isForPayees: true })(target, name, descriptor),
    );
  if (options.isForSessions)
    decorators.push(ApiSecurity('session'), (target, name, descriptor) =>
      RouteConfig({ isForSessions: true })(target, name, descriptor),
    );
  if (options.isPublic)
    decorators.push(ApiSecurity({}), (target, name, descriptor) =>
      RouteConfig({ open: true })(target, name, descriptor),
    );
  if (action && !write && !waits && !options.ownTurns && !('stream' in success))
    decorators.push(UseInterceptors(TakesTurns));
  if (path) decorators.push(ApiParam(parameterOf(path)));
  if (write) decorators.push(ApiHeader(IDEMPOTENCY_KEY_HEADER));
  if (ifMatch) decorators.push(ApiHeader({ ...IF_MATCH_HEADER, required: ifMatch === 'required' }));
  decorators.push(describeBody(options.optionalBody !== undefined));
  // Nest's own default would be 201 for every POST.
  decorators.push(HttpCode(success.status), successResponse(options));
  if ('type' in success && (write === true || success.exported))
    decorators.push(ApiExtraModels(success.first ?? success.type));
  if (options.pending)
    decorators.push(otherResponse(options, 202, options.pending, { ...header('Location') }));
  if (options.ended) decorators.push(otherResponse(options, 200, options.ended));
  if (options.claimed) decorators.push(otherResponse(options, 202, options.claimed));
  for (const [status, codes] of byStatus(problemsOf(options)))
    decorators.push(problemResponse(status, codes));
  return applyDecorators(...decorators);
}

/** What a path names. Nest drops an example that stands beside a schema. */
const parameterOf = (path: IdKind | 'run'): ApiParamOptions =>
  path === 'run'
    ? { name: 'runId', schema: { type: 'string', pattern: REFERENCE_PATTERN.source, example: 'run-42' } }
    : {
        name: 'id',
        schema: { type: 'string', pattern: idPattern(path).source, example: ID_EXAMPLES[path] },
      };

/** What lists say where the newest come first. */
export const NEWEST_FIRST = 'the newest first, by their ids, which are made when a request arrives.';

const descriptionOf = (options: OperationOptions): string | undefined => {
  const { description, order } = options;
  const parts = [description, isExported(options) && EXPORT_NOTE, order !== undefined && `Order: ${order}`];
  return parts.filter(Boolean).join(' ') || undefined;
};

const isExported = ({ success }: OperationOptions): boolean =>
  'type' in success && success.exported !== undefined;

/** What lists say that can be exported. */
const EXPORT_NOTE =
  'With `Accept: text/csv` or `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer whose connection breaks is not whole.';

/** The body that a handler takes, if it takes one, with the examples of its class. */
const describeBody =
  (optional: boolean): MethodDecorator =>
  (target, name, descriptor) => {
    const index = parametersOf(target, name, RouteParamtypes.BODY)[0];
    if (index === undefined) return;
    const types = Reflect.getMetadata('design:paramtypes', target, name) as Type[];
    const type = types[index]!;
    ApiBody({ type, required: !optional, examples: examplesOf(type) })(target, name, descriptor);
  };

/** Whether one of the parameters of a handler is the query: they are decorated before the handler is. */
const takesQuery = (target: object, name: string | symbol): boolean =>
  parametersOf(target, name, RouteParamtypes.QUERY).length > 0;

/** Which parameters of a handler are of a kind, by their place. */
function parametersOf({ constructor }: object, name: string | symbol, kind: RouteParamtypes): number[] {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, constructor, name) ?? {}) as object;
  return Object.keys(parameters)
    .filter((key) => key.startsWith(`${kind}:`))
    .map((key) => Number(key.split(':')[1]));
}

const IDEMPOTENCY_KEY_HEADER = {
  name: 'Idempotency-Key',
  // Needed all the same: a client's middleware can set it, so that no call has to.
  required: false,
  description:
    'Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  example: '0198f2c4-6b1e-7c3a-9d43-0c8b7f0f6a51',
};

const IF_MATCH_HEADER = {
  name: 'If-Match',
  description: "The budget's revision in double quotes, as its ETag gives it.",
  schema: { type: 'string', pattern: '^"(0|[1-9][0-9]{0,14})"$' },
  example: '"3"',
};

const header = (name: keyof typeof HEADERS): Record<string, object> => ({
  [name]: { $ref: `#/components/headers/${name}` },
});

/** The class of what is answered; a write says whether it was repeated. */
function typeOf({ success, write }: OperationOptions, other?: Type): Type | undefined {
  if (!('type' in success)) return undefined;
  const type = other ?? success.type;
  return write === true ? replayable(type, success.first ?? success.type) : type;
}

/** A page as JSON, or all of it in other forms. */
const exportedContent = (type: Type): Record<string, { schema: object }> => ({
  'application/json': { schema: { $ref: getSchemaPath(type) } },
  'text/csv': { schema: { type: 'string' } },
  'application/x-ndjson': { schema: { type: 'string' } },
});

function successResponse(options: OperationOptions): MethodDecorator {
  const { success, write } = options;
  return ApiResponse({
    status: success.status,
    description: success.description,
    ...('stream' in success
      ? { content: { 'text/event-stream': { schema: { type: 'string' }, example: success.stream } } }
      : 'empty' in success
        ? {}
        : success.exported
          ? { content: exportedContent(success.type) }
          : { type: typeOf(options) }),
    headers: {
      ...header('X-Request-Id'),
      ...(write === true && header('Idempotency-Replayed')),
      ...('etag' in success && success.etag && header('ETag')),
      ...('exported' in success && success.exported === 'asOf' && header('Purser-As-Of')),
    },
  });
}

function otherResponse(
  options: OperationOptions,
  status: 200 | 202,
  { description, type }: OtherAnswer,
  headers: Record<string, object> = {},
): MethodDecorator {
  return ApiResponse({
    status,
    description,
    type: typeOf(options, type),
    headers: { ...header('X-Request-Id'), ...header('Idempotency-Replayed'), ...headers },
  });
}

function problemsOf(options: OperationOptions): ProblemCode[] {
  const { action, path, write, ifMatch, isForPayees, isForSessions, isPublic, problems = [] } = options;
  return [
    'validation_failed',
    'malformed_request',
    ...(isPublic ? [] : (['unauthenticated'] as const)),
    ...(action || isForPayees ? (['forbidden'] as const) : []),
    ...(action || isForSessions ? (['csrf'] as const) : []),
    ...(isPublic ? [] : (['rate_limited', 'too_much_at_once'] as const)),
    ...(path ? (['not_found'] as const) : []),
    ...(isExported(options) ? (['not_acceptable'] as const) : []),
    ...(write ? WRITE_PROBLEMS : []),
    ...(ifMatch ? (['revision_mismatch'] as const) : []),
    ...(ifMatch === 'required' ? (['if_match_required'] as const) : []),
    'internal_error',
    'overloaded',
    'unavailable',
    ...problems,
  ];
}

/** What any operation with a body can answer. */
export const BODY_PROBLEMS = [
  'malformed_json',
  'invalid_encoding',
  'body_too_large',
  'unsupported_media_type',
] as const satisfies ProblemCode[];

const WRITE_PROBLEMS = [...BODY_PROBLEMS, 'idempotency_key_required', 'idempotency_key_reused'] as const;

function byStatus(codes: ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status, lasting = status }: ProblemKind = PROBLEMS[code];
    for (const one of new Set([status, lasting])) groups.set(one, [...(groups.get(one) ?? []), code]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

const HEADERS_OF_STATUS: Record<number, Record<string, object>> = {
  401: header('WWW-Authenticate'),
  402: header('Retry-After'),
  429: header('Retry-After'),
  503: header('Retry-After'),
};

function problemResponse(status: number, codes: ProblemCode[]): MethodDecorator {
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    headers: { ...header('X-Request-Id'), ...HEADERS_OF_STATUS[status] },
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: {
          allOf: [
            { $ref: getSchemaPath(ProblemDto) },
            {
              type: 'object',
              required: ['code', 'status'],
              properties: {
                code: { type: 'string', enum: codes },
                status: { type: 'integer', enum: [status] },
              },
            },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, exampleFor(code, status)])),
      },
    },
  });
}

const exampleFor = (code: ProblemCode, status: number): object =>
  PROBLEMS[code].status === status
    ? { $ref: `#/components/examples/${code}` }
    : { value: exampleOf(code, status) };
