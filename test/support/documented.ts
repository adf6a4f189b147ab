import type { Command } from '../../src/core/commands/commands.js';
import type { Outcome } from '../../src/core/outcomes.js';
import { document } from './document.js';

/** The operation that submits a command; the service submits the others by itself. */
const OPERATIONS: Partial<Record<Command['type'], string>> = {
  create: 'createBudget',
  delegate: 'delegateBudget',
  update: 'updateBudget',
  fund: 'fundBudget',
  defund: 'defundBudget',
  freeze: 'freezeBudget',
  resume: 'resumeBudget',
  close: 'closeBudget',
  envelope_create: 'createEnvelope',
  envelope_update: 'updateEnvelope',
  envelope_delete: 'deleteEnvelope',
  price_set: 'setPrice',
  price_end: 'withdrawPrice',
  key_issue: 'issueKey',
  key_rotate: 'rotateKey',
  key_revoke: 'revokeKey',
  keys_revoke: 'revokeKeys',
  dry_run: 'createDecision',
  reserve: 'createReservation',
  charge: 'recordCharge',
  commit: 'commitReservation',
  release: 'releaseReservation',
  extend: 'extendReservation',
  refund: 'refundReservation',
  claim_settle: 'settleClaim',
  claim_dismiss: 'dismissClaim',
  dispute_open: 'openDispute',
  dispute_uphold: 'upholdDispute',
  dispute_reject: 'rejectDispute',
  dispute_withdraw: 'withdrawDispute',
  approve: 'approveReservation',
  reject: 'rejectReservation',
  token_revoke: 'revokeSettlementToken',
};

/** The same with a settlement token. */
const OF_PAYEES: typeof OPERATIONS = { commit: 'commitSettlement', release: 'releaseSettlement' };

/** The problem codes that the document gives for each operation. */
const CODES = new Map(
  Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId, responses }) => [operationId, codesIn(Object.values(responses))] as const),
);

interface ProblemSchema {
  schema: { allOf: { properties?: { code?: { enum: string[] } } }[] };
}

function codesIn(responses: { content?: Record<string, unknown> }[]): Set<string> {
  const problems = responses.map(({ content }) => content?.['application/problem+json'] as ProblemSchema);
  const parts = problems.filter((problem) => problem !== undefined).flatMap(({ schema }) => schema.allOf);
  return new Set(parts.flatMap(({ properties }) => properties?.code?.enum ?? []));
}

/** What a command is not accepted for, the document names at its operation. */
export function checkDocumented({ type, origin }: Command, outcome: Outcome): void {
  const isByPayee = origin.authority?.settles !== undefined;
  const operation = (isByPayee ? OF_PAYEES : OPERATIONS)[type];
  // Over HTTP a dry run has no idempotency key.
  if (operation === undefined || (type === 'dry_run' && origin.requestKey !== null)) return;
  if (outcome.status === 'rejected') checkCode(operation, outcome.rejection.code);
  if (outcome.status === 'denied') checkCode(operation, outcome.denial.code);
}

function checkCode(operation: string, code: string): void {
  if (!CODES.get(operation)!.has(code)) throw new Error(`the document does not name ${code} at ${operation}`);
}
