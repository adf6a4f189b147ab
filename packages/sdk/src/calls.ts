import type { paths } from './schema.js';

// What may be asked of the service, and what it answers: types that follow from the API's document alone.

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

/** What the document says of one operation. */
type Operation<M extends Method, P extends PathOf<M>> = paths[P] extends Record<M, infer O> ? O : never;

/** The ids in a path, by name. */
type Params<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { parameters: { path: infer X } } ? X : never;

/** What can be asked for in the query. */
export type Query<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { parameters: { query?: infer X } } ? X : never;

/** What is sent. */
export type Body<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { requestBody?: { content: { 'application/json': infer X } } } ? X : never;

type Responses<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer R } ? R : never;

/** An answer that is a success: each status with the body that goes with it. */
export type Answered<M extends Method, P extends PathOf<M>> = {
  [S in keyof Responses<M, P> & (200 | 201 | 202)]: Responses<M, P>[S] extends {
    content: { 'application/json': infer B };
  }
    ? { readonly status: S; readonly body: B } & About
    : never;
}[keyof Responses<M, P> & (200 | 201 | 202)];

/** The body of a success, whichever it is. */
export type Result<M extends Method, P extends PathOf<M>> = Answered<M, P>['body'];

interface About {
  readonly requestId: string | null;
  /** Whether the service had done this before: an answer was lost, or the request was repeated. */
  readonly replayed: boolean;
}

/** A success as it came, before anybody has said what it is an answer to. */
export interface Answer extends About {
  readonly status: number;
  readonly body: unknown;
}

/** How a request is sent, whatever it asks for. */
export interface Sending {
  /** Given up when it is aborted, with its reason. A write may have been carried out by then. */
  signal?: AbortSignal | undefined;
  /** How long it is repeated until somebody answers, in milliseconds. */
  deadlineMs?: number | undefined;
}

/** How a write is sent. */
export interface Writing extends Sending {
  /** A new one where it is left out. Who repeats a request of an earlier process brings the key of then. */
  idempotencyKey?: string | undefined;
  /** The revision of the budget for which it is meant. */
  ifMatch?: number | undefined;
}

/** A request as it is sent. */
export interface Request extends Writing {
  readonly method: Method;
  readonly path: string;
  readonly params?: object | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
  /** How long the service is asked to wait before it answers, in milliseconds: on top of the deadline. */
  readonly patienceMs?: number | undefined;
}

type Required<K extends string, V> = [V] extends [never] ? unknown : { readonly [N in K]: V };
type Optional<K extends string, V> = [V] extends [never] ? unknown : { readonly [N in K]?: V | undefined };

/** A request that the document knows, with the ids, the query and the body that it wants. */
export type Call<M extends Method, P extends PathOf<M>> = Request & { method: M; path: P } & Required<
    'params',
    Params<M, P>
  > &
  (Operation<M, P> extends { parameters: { query: unknown } }
    ? Required<'query', Query<M, P>>
    : Optional<'query', Query<M, P>>) &
  (Operation<M, P> extends { requestBody: unknown }
    ? Required<'body', Body<M, P>>
    : Optional<'body', Body<M, P>>);
