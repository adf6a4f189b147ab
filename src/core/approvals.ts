export const MAX_APPROVALS = 10;
export const MAX_WITHIN_SECONDS = 604_800;
export const MAX_APPROVERS = 100;

// The types below are JSON, with their keys in the order of canonical text: see ledger/seal.ts.

/** What an envelope with `onExceed: approve` asks for above its limit. */
export type ApprovalRule = {
  /** How many people have to agree. */
  approvals: number;
  /** The principals who may; null for anybody but the one who asked. */
  approvers: string[] | null;
  withinSeconds: number;
};

/** One person's consent. */
export type Consent = {
  at: string;
  by: string;
  comment: string | null;
  /** Of the request that was looked at, where the caller said so. */
  fingerprint: string | null;
};

/** What a reservation above `approve` envelopes was asked for, and who answered what. It stays when all is settled. */
export type Approval = {
  approvers: string[] | null;
  /** Who asked for the reservation, and can therefore not approve it. */
  askedBy: string;
  deadline: string;
  /** The envelopes because of which people are asked. */
  envelopes: string[];
  /** Of the request: what an approval binds to. */
  fingerprint: string | null;
  given: Consent[];
  needed: number;
  rejection: { at: string; by: string; reason: string } | null;
  /** How long it is held once it is approved. */
  ttlSeconds: number;
};

/** All that several envelopes ask for at once. */
export type Ask = Pick<Approval, 'approvers' | 'envelopes' | 'needed'> & { withinSeconds: number };

/** What of an envelope says whom it asks. */
interface Asking {
  id: string;
  approve: ApprovalRule | null;
}

/** Tiers: the most approvals, the earliest deadline, and only approvers that every list allows. */
export function askOf(envelopes: readonly Asking[]): Ask | null {
  const rules = envelopes.flatMap(({ approve }) => approve ?? []);
  if (rules.length === 0) return null;
  const lists = rules.flatMap(({ approvers }) => (approvers === null ? [] : [approvers]));
  const [first] = lists;
  return {
    approvers: first?.filter((one) => lists.every((list) => list.includes(one))) ?? null,
    envelopes: envelopes.map(({ id }) => id),
    needed: Math.max(...rules.map(({ approvals }) => approvals)),
    withinSeconds: Math.min(...rules.map(({ withinSeconds }) => withinSeconds)),
  };
}

/** A request for approval that nobody has answered. */
export const newApproval = (
  { approvers, envelopes, needed }: Ask,
  { askedBy, deadline, fingerprint, ttlSeconds }: Omit<Approval, keyof Ask | 'given' | 'rejection'>,
): Approval => ({
  approvers,
  askedBy,
  deadline,
  envelopes,
  fingerprint,
  given: [],
  needed,
  rejection: null,
  ttlSeconds,
});

/** Whether enough people agreed. A reservation that needed nobody's consent has it. */
export const isApproved = (approval: Approval | null): boolean =>
  approval === null || approval.given.length >= approval.needed;

/** Puts a rule back in the order of its keys, which a database does not keep. */
export const approvalRuleOf = ({ approvals, approvers, withinSeconds }: ApprovalRule): ApprovalRule => ({
  approvals,
  approvers,
  withinSeconds,
});

/** The same for an approval. */
export const approvalOf = (stored: Approval): Approval => ({
  approvers: stored.approvers,
  askedBy: stored.askedBy,
  deadline: stored.deadline,
  envelopes: stored.envelopes,
  fingerprint: stored.fingerprint,
  given: stored.given.map(({ at, by, comment, fingerprint }) => ({ at, by, comment, fingerprint })),
  needed: stored.needed,
  rejection: stored.rejection && {
    at: stored.rejection.at,
    by: stored.rejection.by,
    reason: stored.rejection.reason,
  },
  ttlSeconds: stored.ttlSeconds,
});
