import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OverloadedError, UnavailableError } from '../../runtime/try-later.js';
import type { Logger } from '../../runtime/logger.js';
import { isUnreachable } from '../../queries/unreachable.js';
import { Problem, PROBLEM_MEDIA_TYPE } from '../problems/problem.js';
import { PROBLEMS, type ProblemCode } from '../problems/registry.js';
import { BATCH_BODY_LIMIT, BODY_LIMIT } from './body-limits.js';
import type { RouteTable } from './route-table.js';

/** Turns everything that is thrown while a request is served into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly logger: Logger,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    sendProblem(reply, this.problemOf(exception, request), request.id);
  }

  private problemOf(exception: unknown, request: FastifyRequest): Problem {
    if (exception instanceof Problem) return exception;
    // Before the database is suspected: a caller that hangs up in the middle of its body is a reset connection, too.
    const status = statusOf(exception);
    if (status === 404) return this.noRoute(request);
    if (status >= 400 && status < 500) return requestProblem(status);
    const unready = unreadyProblem(exception);
    if (unready) return unready;
    this.logger.error(
      { requestId: request.id, method: request.method, route: request.route.url, err: exception },
      'unexpected error',
    );
    return internalProblem();
  }

  private noRoute({ method, url }: FastifyRequest): Problem {
    const allowed = this.routes.methodsOf(url);
    if (allowed.length === 0) return new Problem('route_not_found', 'There is no route with this path.');
    const allow = allowed.join(', ');
    return new Problem(
      'method_not_allowed',
      `This route answers to ${allow}, not to ${method}.`,
      {},
      { Allow: allow },
    );
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  const body = problem.bodyFor(requestId);
  // Fastify would close the connection on a body that it did not like. A caller that is still sending it would find
  // its connection reset and never read why; without the header, Node reads the rest and throws it away.
  reply.removeHeader('connection');
  void reply.code(body.status).headers(problem.headers).header('Content-Type', PROBLEM_MEDIA_TYPE).send(body);
}

/** The problem of what the ledger or the database could not take or answer now; null for any other error. */
export function unreadyProblem(error: unknown): Problem | null {
  if (isUnreachable(error)) return unreadyProblem(DATABASE_AWAY);
  if (!(error instanceof OverloadedError || error instanceof UnavailableError)) return null;
  const code: ProblemCode = error instanceof OverloadedError ? 'overloaded' : 'unavailable';
  return new Problem(
    code,
    error.message,
    {},
    { 'Retry-After': String(Math.max(1, error.retryAfterSeconds)) },
  );
}

/** For errors that no caller can receive. */
export const internalProblem = (): Problem =>
  new Problem('internal_error', 'The service could not answer; its log has the details.');

const DATABASE_AWAY = new UnavailableError('The database cannot be reached.', 1);

/** The status that Nest, Fastify or Node gave an error; 500 for all others. */
function statusOf(exception: unknown): number {
  if (!(exception instanceof Error)) return 500;
  const { statusCode, status } = exception as { statusCode?: unknown; status?: unknown };
  const given = statusCode ?? status;
  return typeof given === 'number' ? given : 500;
}

/** What the framework found wrong with a request before a handler saw it. */
export function requestProblem(status: number): Problem {
  switch (status) {
    case 408:
      return new Problem('request_timeout', 'The request took too long to arrive.');
    case 413:
      return new Problem(
        'body_too_large',
        `The body has more than ${BODY_LIMIT} bytes (in a batch ${BATCH_BODY_LIMIT}).`,
      );
    case 414:
      return new Problem('uri_too_long', PROBLEMS.uri_too_long.explanation);
    case 415:
      return new Problem(
        'unsupported_media_type',
        'The body must be sent as Content-Type: application/json.',
      );
    case 431:
      return new Problem('headers_too_large', PROBLEMS.headers_too_large.explanation);
    default:
      return new Problem('malformed_request', PROBLEMS.malformed_request.explanation);
  }
}
