import { usageIn } from './rule-prices.js';
import type { Command } from '../../src/core/commands/commands.js';
import { command } from './core.js';
import type { Options } from './rule-options.js';

/** The dispute that is answered, where the rule says when it was opened. */
const seen = ({ saw }: Options) => (saw ? { openedAt: saw } : {});

/** What is done to a reservation beside paying it: to its hold, its claim, its approval and its dispute. */
export function settlingCommand(
  verb: string,
  [reservationId = '', second = '']: string[],
  options: Options,
  base: object,
): Command {
  const on = { ...base, reservationId };
  switch (verb) {
    case 'settleclaim':
      return command('claim_settle', { ...on, amount: second || null });
    case 'dismiss':
      return command('claim_dismiss', on);
    case 'refund':
      return command('refund', { ...on, amount: second, usage: usageIn(options.usage) });
    case 'approve':
      return command('approve', { ...on, ...(options.saw && { fingerprint: options.saw }) });
    case 'reject':
      return command('reject', on);
    case 'dispute':
      return command('dispute_open', { ...on, amount: second || null });
    case 'uphold':
      return command('dispute_uphold', { ...on, ...seen(options), amount: second || null });
    case 'turndown':
      return command('dispute_reject', { ...on, ...seen(options) });
    case 'withdraw':
      return command('dispute_withdraw', on);
    case 'release':
      return command('release', { ...on, ...(options.spares && { sparesPromises: true }) });
    case 'expire':
      return command('expire', on);
    case 'revoketoken':
      return command('token_revoke', on);
    case 'extend':
      return command('extend', { ...on, ttlSeconds: Number(second) });
    default:
      throw new Error(`unknown verb ${verb}`);
  }
}
