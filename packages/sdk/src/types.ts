import type { components } from './schema.js';

// The names that people use for what the API's document describes. What they mean is said there, field by field.

type Schemas = components['schemas'];

export type Problem = Schemas['Problem'];
export type ProblemCode = Problem['code'];
export type Violation = Schemas['ExplainedViolation'];
export type FieldError = Schemas['FieldError'];

export type Budget = Schemas['BudgetWithUsage'];
export type Envelope = Schemas['Envelope'];
export type FullEnvelope = Schemas['FullEnvelope'];
export type BudgetTree = Schemas['BudgetTree'];
export type Balances = Schemas['Balances'];
export type Policy = Schemas['Policy'];
export type NewChild = Schemas['WrittenNewChild'];
export type Key = Schemas['Key'];
export type NewKey = Schemas['WrittenNewKey'];
export type Scopes = Schemas['Scopes'];

/** A reservation in any state. */
export type Reservation = Schemas['ReservationDetails'];
/** Money is set aside: the call may be made. */
export type HeldReservation = Schemas['WrittenHeldReservation'];
/** People have to agree first: nothing may be paid on it. */
export type PendingReservation = Schemas['WrittenPendingReservation'];
/** Nothing is set aside for it any more. */
export type EndedReservation = Schemas['WrittenEndedReservation'];
/** After a settlement, whatever state that left. */
export type SettledReservation = Schemas['WrittenReservation'];
/** Costs that could not be recorded wait in its `claim` for somebody who may. */
export type ClaimedReservation = Schemas['WrittenClaimedReservation'];

export type Approval = Schemas['Approval'];
/** What came of a call: a type of your own, and what proves it. */
export type Outcome = Schemas['CallOutcomeBody'];
/** Quantities by unit, as `{ input_tokens: 1200 }`. */
export type Usage = Readonly<Record<string, number>>;
export type Decision = Schemas['Decision'];
export type Estimates = Schemas['Estimates'];
export type Price = Schemas['Price'];
export type Entry = Schemas['Entry'];
/** One that a search has found, with its budget and reservation where they were asked for. */
export type FoundEntry = Schemas['FoundEntry'];
export type Spend = Schemas['Spend'];
export type Event = Schemas['Event'];
export type Webhook = Schemas['Webhook'];
export type Principal = Schemas['Principal'];

/** What a reservation asks for. */
export type ReserveBody = Schemas['ReserveBody'];
/** What a call did cost. */
export type CommitBody = Schemas['CommitBody'];
