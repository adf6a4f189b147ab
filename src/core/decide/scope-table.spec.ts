import { rules } from '../../../test/support/rules.js';
import type { Command } from '../commands/commands.js';

/** What a key can be narrowed by, with the denial of what lies outside. */
const DIMENSIONS = [
  ['vendors=a,ask,claim', 'scope_vendor'],
  ['categories=c', 'scope_category'],
  ['runs=x', 'scope_run'],
  ['most=10', 'scope_amount'],
] as const;

/** One reservation in each state that something can be done in: within all of the scopes, or within none. */
const reservations = (isWithin: boolean): string => {
  const [prefix, amount, of] = isWithin ? ['', 5, 'category=c run=x'] : ['z', 20, 'category=d run=y'];
  return `
      root R 1000
      limit asks R transaction 0 match=ask,zask exceed=approve approvals=1
      limit caps R transaction ${amount} match=claim,zclaim
      child below R 100
      reserve held R ${amount} vendor=${prefix}a ${of}
      reserve paid R ${amount} vendor=${prefix}a ${of}
      commit paid ${amount}
      reserve waits R ${amount} vendor=${prefix}ask ${of} -> notice asks
      reserve wrong R ${amount} vendor=${prefix}a ${of}
      commit wrong ${amount}
      dispute wrong reason=bad
      reserve owed R ${amount} vendor=${prefix}claim ${of}
      commit owed ${amount + 3} overage=overdraft right=no -> claimed 3
      reserve inside below ${amount} vendor=${prefix}a ${of}
      key used R agent by=admin`;
};
const purpose = (isWithin: boolean): string =>
  isWithin ? '5 vendor=a category=c run=x' : '20 vendor=za category=d run=y';

/** What is done to one reservation: all of it is held against the scopes, whoever made the reservation. */
const ON_ONE = {
  reserve: (isWithin) => `reserve new R ${purpose(isWithin)}`,
  charge: (isWithin) => `charge new R ${purpose(isWithin)} overage=available`,
  dry_run: (isWithin) => `dry_run R ${purpose(isWithin)}`,
  commit: () => 'commit held 1',
  release: () => 'release held',
  extend: () => 'extend held 60',
  refund: () => 'refund paid 1',
  claim_settle: () => 'settleclaim owed 3',
  claim_dismiss: () => 'dismiss owed reason=no',
  dispute_open: () => 'dispute paid reason=bad',
  dispute_uphold: () => 'uphold wrong',
  dispute_reject: () => 'turndown wrong reason=no',
  approve: () => 'approve waits',
  reject: () => 'reject waits reason=no',
} satisfies Partial<Record<Command['type'], (isWithin: boolean) => string>>;

/** What concerns budgets and keys: `actions` and the reach of a key say whether it may, and of what it is narrowed to nothing. */
const ON_BUDGETS = {
  delegate: 'child new R 1',
  fund: 'fund R 1',
  defund: 'defund R 1',
  update: 'update R name=n',
  freeze: 'freeze R',
  resume: 'freeze R\nresume R',
  close: 'close below',
  envelope_create: 'limit new R day 1',
  envelope_update: 'relimit caps 30',
  envelope_delete: 'unlimit caps',
} satisfies Partial<Record<Command['type'], string>>;

/** What is given and taken away is no more than the key has itself: see holders.spec.ts. */
const ON_KEYS = {
  key_issue: 'key new R agent',
  key_rotate: 'rotate used new',
  key_revoke: 'revoke used',
  keys_revoke: 'revokeall R',
} satisfies Partial<Record<Command['type'], string>>;

/** Not for a key that is bound to a budget, or only for the service itself. */
/** About no money that a scope could bound: see prices.spec.ts. */
type OnPrices = 'price_set' | 'price_end';

/** By who opened it alone, who did so within the same scopes: see dispute.spec.ts. */
type Openers = 'dispute_withdraw';

/** See tokens.spec.ts. */
type OnTokens = 'token_revoke';

type Nobodys = 'create' | 'pause_end' | 'continue_close' | 'appraise' | 'expire';

type Listed =
  | keyof typeof ON_ONE
  | keyof typeof ON_BUDGETS
  | keyof typeof ON_KEYS
  | OnPrices
  | OnTokens
  | Openers
  | Nobodys;
/** A new command has to be put into the table. */
export const ALL_ARE_LISTED: Exclude<Command['type'], Listed> extends never ? true : never = true;

/** What is said of a step that passes, if anything. */
const PASSES: Record<string, string> = {
  dry_run: '-> admissible',
  approve: '-> notice asks',
  claim_settle: '-> notice caps',
};

const withKey = (steps: string): string => steps.replaceAll(/$/gm, ' with=narrow');

describe.each(DIMENSIONS)('a key that is narrowed by %s', (scope, code) => {
  const narrow = `key narrow R operator by=admin ${scope}`;
  const cases: Record<string, string> = {};
  for (const [type, step] of Object.entries(ON_ONE)) {
    cases[`${type}: denied outside`] =
      `${reservations(false)}\n${narrow}\n${withKey(step(false))} -> denied ${code}`;
    const allowed = `${withKey(step(true))} ${PASSES[type] ?? ''}`;
    cases[`${type}: allowed within`] = `${reservations(true)}\n${narrow}\n${allowed}`;
  }
  for (const [type, steps] of Object.entries(ON_BUDGETS))
    cases[`${type}: no matter of this scope`] = `${reservations(false)}\n${narrow}\n${withKey(steps)}`;
  for (const [type, step] of Object.entries(ON_KEYS))
    cases[`${type}: not more than it has`] =
      `${reservations(false)}\n${narrow}\n${withKey(step)} -> rejected forbidden`;
  rules(cases);
});

describe('a key whose actions are named', () => {
  const ACTIONS: Record<keyof typeof ON_ONE, string> = {
    reserve: 'reserve',
    charge: 'charge',
    dry_run: 'read',
    commit: 'reserve',
    release: 'reserve',
    extend: 'reserve',
    refund: 'refund',
    claim_settle: 'overdraft',
    claim_dismiss: 'overdraft',
    dispute_open: 'reserve',
    dispute_uphold: 'approve',
    dispute_reject: 'approve',
    approve: 'approve',
    reject: 'approve',
  };
  const ALL = ['read', 'reserve', 'charge', 'overdraft', 'refund', 'delegate', 'approve', 'stop', 'manage'];
  const cases: Record<string, string> = {};
  for (const [type, step] of Object.entries(ON_ONE)) {
    const action = ACTIONS[type as keyof typeof ON_ONE];
    const others = ALL.filter((one) => one !== action).join();
    cases[`does not ${type} without ${action}`] = `${reservations(true)}
      key narrow R operator by=admin actions=${others}
      ${withKey(step(true))} -> rejected forbidden action=${action}`;
  }
  rules(cases);
});
