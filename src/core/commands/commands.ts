import { APPROVAL_COMMANDS } from './approvals.js';
import { BUDGET_COMMANDS } from './budgets.js';
import { CHARGING_COMMANDS } from './charging.js';
import { CLAIM_COMMANDS } from './claims.js';
import { CLOSING_COMMANDS } from './closing.js';
import { DISPUTE_COMMANDS } from './disputes.js';
import type { Addressee, CommandRules, Needs, ReservationRules } from './command.js';
import { ENVELOPE_COMMANDS } from './envelopes.js';
import { KEY_COMMANDS } from './keys.js';
import { PRICE_COMMANDS } from './prices.js';
import { RESERVING_COMMANDS } from './reserving.js';
import { SETTLING_COMMANDS } from './settling.js';

/** Every command, and what is known of it: one file of this folder for each kind of thing that commands are about. */
export const COMMANDS = {
  ...BUDGET_COMMANDS,
  ...CLOSING_COMMANDS,
  ...ENVELOPE_COMMANDS,
  ...PRICE_COMMANDS,
  ...KEY_COMMANDS,
  ...RESERVING_COMMANDS,
  ...CHARGING_COMMANDS,
  ...SETTLING_COMMANDS,
  ...CLAIM_COMMANDS,
  ...DISPUTE_COMMANDS,
  ...APPROVAL_COMMANDS,
};

export type CommandType = keyof typeof COMMANDS;

/** The commands of one type. */
export type CommandOf<T extends CommandType> = (typeof COMMANDS)[T] extends CommandRules<infer C> ? C : never;

export type Command = { [T in CommandType]: CommandOf<T> }[CommandType];

/** The commands that name their tree and budget by one sort of thing. */
type AddressedTo<A extends Addressee> = {
  [T in CommandType]: (typeof COMMANDS)[T] extends { addressee: A } ? CommandOf<T> : never;
}[CommandType];

/** What is done to a reservation that somebody made. */
export type OnReservation = AddressedTo<'reservation'>;

/**
 * A command as a caller submits it. The tree of an existing budget, and the budget of an existing reservation, envelope or
 * key, are found by the ledger.
 */
export type Submission =
  | AddressedTo<'tree'>
  | Without<AddressedTo<'budget'>, 'treeId'>
  | Without<AddressedTo<'reservation' | 'envelope' | 'price' | 'key'>, 'treeId' | 'budgetId'>;

/** What has an id by which it is found. */
type Named = Exclude<Addressee, 'tree'>;

type Without<C, K extends string> = C extends Command ? Omit<C, K> : never;

// A command has the type under which its rules stand: that is said once for each of the functions below.

export const isOnReservation = (command: Command): command is OnReservation =>
  COMMANDS[command.type].addressee === 'reservation';

/** What a command adds to the payments of its reservation. */
export const payingOf = (command: OnReservation, ...on: PayingArguments): bigint =>
  (COMMANDS[command.type] as ReservationRules<OnReservation>).pays(command, ...on);

type PayingArguments =
  Parameters<ReservationRules<OnReservation>['pays']> extends [unknown, ...infer R] ? R : never;

/** What has to be loaded to decide a command. */
export const needsOf = (command: Command): Needs =>
  (COMMANDS[command.type] as CommandRules<Command>).needs(command);

/** What a submission names, by which its tree is found; one that opens a tree names it itself. */
export function addressOf(submission: Submission): { kind: Named; id: string } {
  const { addressee } = COMMANDS[submission.type];
  const kind = addressee === 'tree' ? 'budget' : addressee;
  return { kind, id: (submission as Partial<Record<`${Named}Id`, string>>)[`${kind}Id`]! };
}
