import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemBody, PROBLEM_MEDIA_TYPE } from '../problems/problem.js';
import { BODY_LIMIT } from './body-limits.js';
import { requestProblem, sendProblem } from './problem-filter.js';
import { requestIdOf } from './request-id.js';
import { securityHeaders } from './security-headers.js';

/** A request has to have arrived within this time, and its headers before; it is looked for those that have not. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
const LOOK_MS = 5_000;

/** The longest part of a path that is looked at: a run of 128 characters, each of them escaped. */
const PARAMETER_LIMIT = 384;

/** What Fastify has to know when it is made: limits, request ids, and how errors below the routes are answered. */
export const HTTP_OPTIONS = {
  bodyLimit: BODY_LIMIT,
  routerOptions: { maxParamLength: PARAMETER_LIMIT },
  requestTimeout: REQUEST_TIMEOUT_MS,
  http: { connectionsCheckingInterval: LOOK_MS, headersTimeout: HEADERS_TIMEOUT_MS },
  genReqId: (request: Pick<IncomingMessage, 'headers'>) => requestIdOf(request),
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    reply.header('X-Request-Id', request.id).headers(securityHeaders(''));
    sendProblem(reply, requestProblem((error as { statusCode?: number }).statusCode ?? 400), request.id);
  },
  clientErrorHandler: answerBrokenRequest,
};

const STATUS_OF_ERROR: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Answers what could not even be read as a request, and ends the connection, whose state nobody knows. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = requestProblem(STATUS_OF_ERROR[error.code ?? ''] ?? 400);
  const requestId = requestIdOf({ headers: {} });
  const { status, ...rest } = problemBody(problem.code, problem.message, requestId);
  const body = JSON.stringify({ ...rest, status });
  const headers = Object.entries({
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
    ...securityHeaders(''),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n${body}`);
}
