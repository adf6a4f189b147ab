/** How much can prove what came of a call: every later entry of its reservation repeats it. */
export const MAX_EVIDENCE = 8;
export const MAX_EVIDENCE_BYTES = 1_024;

// The type below is JSON, with its keys in the order of canonical text: see ledger/seal.ts.

/** What came of a call, in the words of whoever reports what it cost, and what proves it. */
export type CallOutcome = {
  evidence: Evidence | null;
  type: string;
};

/** Texts by name: an address, a hash, the id of a ticket. */
type Evidence = Record<string, string>;

/** Puts an outcome back in the order of its keys, which a database does not keep; evidence is put in order as it is written. */
export const callOutcomeOf = ({ evidence, type }: CallOutcome): CallOutcome => ({ evidence, type });
