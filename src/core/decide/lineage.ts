import type { KeyInput } from '../commands/inputs.js';
import type { Origin } from '../commands/origin.js';
import { ADMIN, couldHave, MAX_ISSUERS, ROLE_ACTIONS, type Key, type Lineage } from '../keys.js';
import { rejected, type Rejected } from '../outcomes.js';

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
    );
  if (!mayBeOwn || holder === 'other') return lineageOfChild(origin, { id });
  const { principal, issuedBy, keyId } = origin;
  return { holder: principal, issuedBy, madeFrom: keyId };
}

/** Of a key for somebody else, as that of a delegation always is. */
export function lineageOfChild(origin: Origin, { id }: Pick<KeyInput, 'id'>): Lineage | Rejected {
  return chained({ holder: id, issuedBy: handedOutBy(origin), madeFrom: origin.keyId });
}

/**
 * The one who rotates a key gets its secret, and acts as its holder from then on. The keys of those who decide on others'
 * requests are therefore rotated only by their holder, by who handed them out, or by somebody above whom no envelope
 * lies: an operator between could otherwise answer for those whom an envelope above has named. Null for all other keys.
 */
export function secretRejection(
  { principal, authority }: Origin,
  { role, holder, issuedBy, path }: Key,
): Rejected | null {
  if (!ROLE_ACTIONS[role].includes('approve')) return null;
  if (couldHave(principal, authority?.budgetId ?? null, { holder, issuedBy }, path[0])) return null;
  return rejected(
    'forbidden',
    `Rotating the key of an ${role} gives the right to act as its holder: that is for ${holder}, for the issuers of the key, and for those who reach the whole tree from above its budget. Revoke it and issue another one instead.`,
    { scope: 'budget' },
  );
}

/** Of a key that takes the place of another: the holder stays, and who has handed it out could have kept it. */
export function lineageOfNext(origin: Origin, { id, holder, issuedBy }: Key): Lineage | Rejected {
  // A keeper of one key of a holder could have rotated their others with it.
  const hands = holder === origin.principal ? origin.issuedBy : handedOutBy(origin);
  const all = new Set([...hands, ...issuedBy]);
  all.delete(holder);
  return chained({ holder, issuedBy: [...all], madeFrom: id });
}

const handedOutBy = ({ principal, issuedBy }: Origin): readonly string[] =>
  principal === ADMIN ? issuedBy : [principal, ...issuedBy];

const chained = (lineage: Lineage): Lineage | Rejected =>
  lineage.issuedBy.length <= MAX_ISSUERS
    ? lineage
    : rejected('invalid_key', `A key can be handed on at most ${MAX_ISSUERS} times.`);
