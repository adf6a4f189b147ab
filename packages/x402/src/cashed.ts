import { fieldText, isJsonObject } from './json.js';
import type { Offer } from './offer.js';
import type { Payment } from './payment-errors.js';

/** An authorization of EIP-3009, as it was signed: whoever has it can move money by it once, while it holds. */
export interface Authorization {
  readonly from: string;
  readonly to: string;
  /** Whole units of the asset. */
  readonly value: string;
  /** In seconds since 1970, by the clock of the chain. */
  readonly validBefore: string;
  /** What is used up when the money is moved. */
  readonly nonce: string;
}

/** What was signed and handed over, for whoever can see whether it was cashed. */
export interface SignedCheque {
  readonly payment: Payment;
  readonly offer: Offer;
  /** As it was handed over. */
  readonly signed: object;
  /** Undefined where something else than an authorization of EIP-3009 was signed. */
  readonly authorization: Authorization | undefined;
}

/**
 * Whether a cheque was cashed. `not` is said where it was not, and never can be: what is held for it is given back. Whoever
 * throws does not know.
 */
export type Cashed = (cheque: SignedCheque) => Promise<'cashed' | 'not' | 'unknown'>;

/** What is read of a chain, as by a public client of viem. */
export interface ChainReader {
  getBlock(asked: {
    blockTag: 'finalized';
  }): Promise<{ readonly number: bigint; readonly timestamp: bigint }>;
  readContract(asked: {
    address: `0x${string}`;
    abi: typeof AUTHORIZATION_STATE;
    functionName: 'authorizationState';
    args: readonly [authorizer: `0x${string}`, nonce: `0x${string}`];
    blockNumber: bigint;
  }): Promise<unknown>;
}

const AUTHORIZATION_STATE = [
  {
    type: 'function',
    name: 'authorizationState',
    stateMutability: 'view',
    inputs: [
      { name: 'authorizer', type: 'address' },
      { name: 'nonce', type: 'bytes32' },
    ],
    outputs: [{ name: '', type: 'bool' }],
  },
] as const;

/**
 * Asks the chain whether the nonce of an authorization was used. That it was not means something in a block alone which nobody can
 * replace any more and which is later than the authorization holds, by the chain's own clock: that may lag behind ours.
 */
export const cashedByNonce =
  (chainOf: (network: string) => ChainReader | undefined): Cashed =>
  async ({ offer, authorization }) => {
    const chain = chainOf(offer.network);
    if (!chain || !authorization) return 'unknown';
    const [address, authorizer, nonce] = [offer.asset, authorization.from, authorization.nonce];
    if (!isHex(address) || !isHex(authorizer) || !isHex(nonce)) return 'unknown';
    const { number: blockNumber, timestamp } = await chain.getBlock({ blockTag: 'finalized' });
    const isUsed = await chain.readContract({
      address,
      abi: AUTHORIZATION_STATE,
      functionName: 'authorizationState',
      args: [authorizer, nonce],
      blockNumber,
    });
    if (isUsed === true) return 'cashed';
    return isUsed === false && timestamp >= BigInt(authorization.validBefore) ? 'not' : 'unknown';
  };

const isHex = (text: string): text is `0x${string}` => /^0x[0-9a-fA-F]+$/.test(text);

/** The authorization of EIP-3009 in what was signed. */
export function authorizationIn(signed: object): Authorization | undefined {
  const payload: unknown = 'payload' in signed ? signed.payload : undefined;
  const found = isJsonObject(payload) ? payload.authorization : undefined;
  if (!isJsonObject(found)) return undefined;
  const [from, to, value] = ['from', 'to', 'value'].map((field) => fieldText(found, field));
  const [validBefore, nonce] = [fieldText(found, 'validBefore'), fieldText(found, 'nonce')];
  return from && to && value && validBefore && nonce ? { from, to, value, validBefore, nonce } : undefined;
}
