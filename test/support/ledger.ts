import { hash, randomUUID } from 'node:crypto';
import type { Command, Submission } from '../../src/core/commands/commands.js';
import { UNSCOPED, type Authority } from '../../src/core/keys.js';
import type { Outcome } from '../../src/core/outcomes.js';
import { payeeOf } from '../../src/core/settlement-tokens.js';
import { newId } from '../../src/ids/ids.js';
import { Ledger, type LedgerOptions } from '../../src/ledger/ledger.js';
import { command } from './core.js';

type Fields = Record<string, unknown>;

/** A ledger on a database, with commands that need only say what matters to a test. Every command has a new key. */
export class TestLedger {
  readonly ledger: Ledger;
  readonly faults: unknown[] = [];

  constructor(databaseUrl: string, options: Partial<LedgerOptions> = {}) {
    this.ledger = new Ledger({
      databaseUrl,
      lanes: 2,
      batchLimit: 1_000,
      queueLimit: 10_000,
      timedKeysSince: -Infinity,
      onFault: (error) => this.faults.push(error),
      ...options,
    });
    this.ledger.start();
  }

  submit(type: Command['type'], fields: Fields, key: string = randomUUID()): Promise<Outcome> {
    return this.ledger.submit(this.submission(type, fields, key));
  }

  /** The same as somebody else. */
  submitAs(principal: string, type: Command['type'], fields: Fields): Promise<Outcome> {
    return this.ledger.submit(this.submission(type, fields, randomUUID(), principal));
  }

  /** The same as whoever has the settlement token of a reservation. */
  submitAsPayee(
    { id, budgetId }: { id: string; budgetId: string },
    type: Command['type'],
    fields: Fields,
  ): Promise<Outcome> {
    const scopes = { ...UNSCOPED, actions: [] };
    const authority = { role: 'agent' as const, budgetId, scopes, expiresAt: null, settles: id };
    const asked = { ...fields, reservationId: id };
    return this.ledger.submit(this.submission(type, asked, randomUUID(), payeeOf(id), authority));
  }

  submission(
    type: Command['type'],
    fields: Fields,
    key: string = randomUUID(),
    principal = 'tester',
    authority: Authority | null = null,
  ): Submission {
    const origin = {
      principal,
      keyId: null,
      issuedBy: [],
      authority,
      requestId: 'test',
      idempotencyKey: key,
      requestKey: requestKeyOf(principal, key),
      fingerprint: type,
    };
    return command(type, { origin, ...fields });
  }

  /** A new root; answers its id. */
  async root(allocation: string, fields: Fields = {}): Promise<string> {
    const id = newId('budget');
    expectAccepted(await this.submit('create', { treeId: id, budgetId: id, allocation, ...fields }));
    return id;
  }

  /** A new child; answers its id. */
  async child(budgetId: string, guarantee: string, fields: Fields = {}): Promise<string> {
    const childId = newId('budget');
    expectAccepted(await this.submit('delegate', { budgetId, childId, guarantee, ...fields }));
    return childId;
  }

  async reserve(
    budgetId: string,
    amount: string | null,
    fields: Fields = {},
  ): Promise<Outcome & { id: string }> {
    const id = newId('reservation');
    return { ...(await this.submit('reserve', { budgetId, amount, reservationId: id, ...fields })), id };
  }

  stop(): Promise<void> {
    return this.ledger.stop();
  }
}

/** What identifies a principal's key: as the API makes it, for the audit recomputes it. */
function requestKeyOf(principal: string, key: string): string {
  const hex = hash('sha256', `${principal}\n${key}`, 'hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The entry of an accepted command; fails the test with what was said instead. */
export function expectAccepted(outcome: Outcome): Extract<Outcome, { status: 'accepted' }> {
  if (outcome.status !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome;
}
