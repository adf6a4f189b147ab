import { randomBytes } from 'node:crypto';
import type { Authorization, ChainReader } from '@purser/x402';
import type { ExactEvmScheme } from '@x402/evm/exact/facilitator';
import { encodeAbiParameters, encodeEventTopics, erc20Abi, toHex, verifyTypedData, type Log } from 'viem';

type FacilitatorSigner = ConstructorParameters<typeof ExactEvmScheme>[0];
type Address = `0x${string}`;

export const ASSET: Address = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
export const NETWORK = 'eip155:84532';
export const PAY_TO: Address = '0x209693Bc6afc0C5328bA36FaF03C514EF312287C';

/** What a chain would have moved. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly value: bigint;
  readonly hash: string;
}

/** Stands in for a chain: it moves money once for each authorization, and checks nothing that a facilitator has to check. */
export class Chain {
  readonly transfers: Transfer[] = [];
  /** Of the last block that nobody replaces any more, in seconds since 1970. It may lag behind. */
  finalizedAt = 0;
  /** How often it was asked whether a nonce was used. */
  lookedAt = 0;
  readonly #used = new Set<string>();

  get moved(): bigint {
    return this.transfers.reduce((sum, { value }) => sum + value, 0n);
  }

  /** What anybody can read of it, whose clock is its own. */
  readonly reader: ChainReader = {
    getBlock: async () => ({ number: 17n, timestamp: BigInt(this.finalizedAt) }),
    readContract: async ({ args: [, nonce] }) => {
      this.lookedAt += 1;
      return this.#used.has(nonce);
    },
  };

  /** Somebody cashes what was signed, as a facilitator would. */
  async cash(payment: string): Promise<void> {
    const { payload } = JSON.parse(atob(payment)) as { payload: { authorization: Authorization } };
    const { from, to, value, validBefore, nonce } = payload.authorization;
    const args = [from, to, BigInt(value), 0n, BigInt(validBefore), nonce];
    await this.signer.writeContract({ address: ASSET, abi: erc20Abi, functionName: 'transfer', args });
  }

  /** The account of a facilitator on this chain. */
  readonly signer: FacilitatorSigner = {
    getAddresses: () => ['0x1111111111111111111111111111111111111111'],
    getCode: async ({ address }) => (address.toLowerCase() === ASSET.toLowerCase() ? '0x01' : '0x'),
    verifyTypedData: (of) => verifyTypedData(of as Parameters<typeof verifyTypedData>[0]),
    readContract: async ({ functionName, args = [] }) => {
      if (functionName === 'transferWithAuthorization') this.#mustBeUnused(String(args[5]));
      if (functionName === 'authorizationState') return this.#used.has(String(args[1]));
      return 10n ** 12n;
    },
    writeContract: async ({ args }) => {
      const [from, to, value, , , nonce] = args as [string, string, bigint, bigint, bigint, string];
      this.#mustBeUnused(nonce);
      this.#used.add(nonce);
      const hash = toHex(randomBytes(32));
      this.transfers.push({ from, to, value, hash });
      return hash;
    },
    sendTransaction: async () => {
      throw new Error('nothing is deployed here');
    },
    waitForTransactionReceipt: async ({ hash }) => {
      const found = this.transfers.find((transfer) => transfer.hash === hash);
      return { status: found ? 'success' : 'reverted', logs: found ? [logOf(found)] : [] };
    },
  };

  #mustBeUnused(nonce: string): void {
    if (this.#used.has(nonce)) throw new Error('FiatTokenV2: authorization is used or canceled');
  }
}

const logOf = ({ from, to, value }: Transfer): Log => ({
  address: ASSET,
  topics: encodeEventTopics({
    abi: erc20Abi,
    eventName: 'Transfer',
    args: { from: from as Address, to: to as Address },
  }) as Log['topics'],
  data: encodeAbiParameters([{ type: 'uint256' }], [value]),
  blockHash: null,
  blockNumber: null,
  logIndex: null,
  transactionHash: null,
  transactionIndex: null,
  removed: false,
});
