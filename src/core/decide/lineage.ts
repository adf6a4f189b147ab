import type { KeyInput, Origin } from '../commands.js';
import { ADMIN, MAX_ISSUERS, type Key, type Lineage } from '../keys.js';
import { rejected, type Outcome } from '../outcomes.js';

type Rejected = Extract<Outcome, { status: 'rejected' }>;

/**
 * Where a key that is issued for a budget comes from. It is a further key of the one who issues it, unless it says that
 * it is for somebody else. An agent's and the admin's are always for somebody else: agents that shared a holder would
 * share their Idempotency-Keys, and the admin is nobody's second name.
 */
export function lineageOf(origin: Origin, { id, role, holder }: KeyInput): Lineage | Rejected {
  const mayBeOwn = role !== 'agent' && origin.principal !== ADMIN;
  if (holder === 'self' && !mayBeOwn)
    return rejected(
      'invalid_key',
      'The key of an agent, or one that the admin issues, has a holder of its own.',
      {
        field: 'holder',
      },
    ) as Rejected;
  if (!mayBeOwn || holder === 'other') return lineageOfChild(origin, { id });
  const { principal, issuedBy, keyId } = origin;
  return { holder: principal, issuedBy, madeFrom: keyId };
}

/** Of a key for somebody else, as that of a delegation always is. */
export function lineageOfChild(origin: Origin, { id }: Pick<KeyInput, 'id'>): Lineage | Rejected {
  return chained({ holder: id, issuedBy: handedOutBy(origin), madeFrom: origin.keyId });
}

/** Of a key that takes the place of another: the holder stays, and who has handed it out could have kept it. */
export function lineageOfNext(origin: Origin, { id, holder, issuedBy }: Key): Lineage | Rejected {
  const hands = holder === origin.principal ? [] : handedOutBy(origin);
  const all = new Set([...hands, ...issuedBy]);
  all.delete(holder);
  return chained({ holder, issuedBy: [...all], madeFrom: id });
}

const handedOutBy = ({ principal, issuedBy }: Origin): readonly string[] =>
  principal === ADMIN ? issuedBy : [principal, ...issuedBy];

const chained = (lineage: Lineage): Lineage | Rejected =>
  lineage.issuedBy.length <= MAX_ISSUERS
    ? lineage
    : (rejected('invalid_key', `A key can be handed on at most ${MAX_ISSUERS} times.`) as Rejected);
