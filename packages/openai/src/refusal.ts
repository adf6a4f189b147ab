import { DeniedError, NotApprovedError, PurserError, ConnectionError } from '@purser/sdk';
import { ApprovalPendingError, UnboundedCallError } from '@purser/sdk/models';

/**
 * What the vendor would answer to a call that may not be made. An error that is thrown instead would be taken for a lost
 * connection, tried again twice, and wrapped. Undefined for an error that has another reason.
 */
export function refusalFor(error: unknown): Response | undefined {
  const about = described(error);
  if (!about || !(error instanceof Error)) return undefined;
  const { status, code, ...more } = about;
  return Response.json(
    { error: { message: error.message, type: 'purser', code, param: null, ...more } },
    { status, headers: { 'x-should-retry': 'false' } },
  );
}

/** The status of such an answer, its code, and what a program may want to know. */
function described(error: unknown): { status: number; code: string; [more: string]: unknown } | undefined {
  if (error instanceof DeniedError) return { status: 402, code: error.code, problem: error.problem };
  if (error instanceof PurserError) return { status: error.status, code: error.code, problem: error.problem };
  if (error instanceof ApprovalPendingError)
    return { status: 402, code: 'approval_pending', reservation: error.reservation };
  if (error instanceof NotApprovedError)
    return { status: 402, code: 'not_approved', reservation: error.reservation };
  if (error instanceof UnboundedCallError) return { status: 400, code: 'unbounded_call' };
  return error instanceof ConnectionError ? { status: 503, code: 'purser_unreachable' } : undefined;
}
