import type { Budget } from '../core/budgets.js';
import { addressOf, type Command, type Submission } from '../core/commands/commands.js';
import { reaches } from '../core/keys.js';
import type { WrittenEntry } from '../core/entries.js';
import { rejected, type Outcome } from '../core/outcomes.js';
import { openWriteClient } from '../database/connections.js';
import { OverloadedError } from '../runtime/try-later.js';
import { Closings } from './closings.js';
import { Expiry } from './expiry.js';
import { Freeing } from './freeing.js';
import { Lanes } from './lanes.js';
import { ResilientClient } from '../database/resilient-client.js';
import { Locator, type Place } from './locator.js';
import { LedgerMeter } from './meter.js';
import { Pauses } from './pauses.js';
import { RequestKeys } from './request-keys.js';
import { reached } from '../database/reached.js';
import { Shares } from './shares.js';
import type { FindableKind } from './sql/find-trees.js';

export interface LedgerOptions {
  databaseUrl: string;
  /** Batches that may be in flight at once. */
  lanes: number;
  /** Commands in one batch, and entries that they write. */
  batchLimit: number;
  /** Commands that may wait or be in flight; more are turned away. */
  queueLimit: number;
  /** From when on keys of requests are kept with the time that they carry, in milliseconds since the epoch. */
  timedKeysSince: number;
  /** Receives the entries of each batch once they are durable, in the order of their versions. May not throw. */
  onWritten?: (entries: readonly WrittenEntry[]) => void;
  /** Receives errors that callers do not see, or see only as a lack of service. */
  onFault?: (error: unknown) => void;
}

/** How many commands each tree has in the queue. */
type Claims = ReadonlyMap<string, number>;

/** How long a command may take, waiting included, before its caller has to try again. */
const COMMAND_TIMEOUT_MS = 20_000;

/**
 * The only writer of the journal, and of the balances and limits that follow from it: takes commands, decides them in
 * batches and answers when they are durable. Baselines note beside it when to look at a relative limit again
 * (`envelopes.appraise_at`, which no rule reads), and webhooks keep tables of their own.
 */
export class Ledger {
  private readonly link: ResilientClient;
  private readonly locator: Locator;
  private readonly lanes: Lanes;
  private readonly expiry: Expiry;
  private readonly closings: Closings;
  private readonly freeing: Freeing;
  private readonly pauses: Pauses;
  private readonly meter: LedgerMeter;
  private readonly shares: Shares;
  private readonly requestKeys: RequestKeys;
  private draining = false;
  private onIdle: () => void = () => undefined;

  constructor(options: LedgerOptions) {
    const onFault = options.onFault ?? (() => undefined);
    this.shares = new Shares(options.queueLimit);
    this.requestKeys = new RequestKeys(options.timedKeysSince);
    this.meter = new LedgerMeter(options.lanes, () => ({
      commands: this.shares.commands,
      trees: this.lanes.trees,
      largestShare: this.shares.largest,
    }));
    // Two connections besides those of the lanes: to find where things live, and what has expired.
    this.link = new ResilientClient(() => openWriteClient(options.databaseUrl, 2));
    this.locator = new Locator(this.link);
    const open = () => openWriteClient(options.databaseUrl, 1);
    const onWritten = options.onWritten ?? (() => undefined);
    this.lanes = new Lanes({ ...options, open, onWritten, onFault }, this.meter);
    const submit = (command: Command): Promise<Outcome> =>
      new Promise((resolve, reject) => this.enqueue(command, resolve, reject));
    this.expiry = new Expiry(this.link, submit, (late) => this.meter.expired(late), onFault);
    this.closings = new Closings(this.link, submit, onFault);
    this.freeing = new Freeing(this.link, onFault);
    this.pauses = new Pauses(this.link, submit, onFault);
  }

  start(): void {
    this.expiry.start();
    this.pauses.start();
    this.closings.start();
    this.freeing.start();
  }

  /**
   * Carries on with a close that takes several decisions, and waits until it is done: for so long at most, and no longer
   * than this process goes on with it.
   */
  async closed({ treeId, id }: Pick<Budget, 'treeId' | 'id'>, withinMs: number): Promise<void> {
    await this.closings.closed({ treeId, id }, withinMs);
  }

  /** Turns new commands away, answers those that were accepted, and closes the connections. */
  async stop(): Promise<void> {
    this.draining = true;
    await Promise.all([this.expiry.stop(), this.closings.stop(), this.freeing.stop(), this.pauses.stop()]);
    if (this.shares.commands > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await this.lanes.close();
    await this.link.close();
  }

  /**
   * Decides a command and answers when what it changed is durable. Throws an OverloadedError or UnavailableError where
   * the caller should try again. The submission becomes the ledger's own.
   */
  async submit(submission: Submission): Promise<Outcome> {
    this.admit(1);
    let claimed: string | null = null;
    try {
      const place = this.knownPlace(submission) ?? (await this.place(submission));
      if (place) {
        this.shares.claimOne(place.treeId);
        claimed = place.treeId;
      }
      return await new Promise((resolve, reject) => this.decide(submission, place, resolve, reject));
    } finally {
      this.shares.leaveOne(claimed);
      this.noteIdle();
    }
  }

  /** The same for many, admitted to the queue all or none; they are decided in their order, each for itself. */
  async submitAll(submissions: Submission[]): Promise<PromiseSettledResult<Outcome>[]> {
    this.admit(submissions.length);
    let claims: Claims | null = null;
    try {
      // All are found before any is queued, so that they are decided in their order.
      const known = submissions.map((one) => this.knownPlace(one));
      const places = known.every((place) => place !== undefined)
        ? known
        : await Promise.all(submissions.map(async (one, i) => known[i] ?? (await this.place(one))));
      claims = this.claim(places);
      return await this.decideAll(submissions, places);
    } finally {
      this.leave(submissions.length, claims);
    }
  }

  /** The tree of a budget, if that is known without asking. */
  knownTree(budgetId: string): string | undefined {
    return this.locator.known(budgetId)?.treeId;
  }

  /** Throws an OverloadedError where so many commands more, of the tree of a budget or of any, would not be admitted. */
  checkRoom(budgetId: string | null, commands: number): void {
    this.admit(commands);
    try {
      const treeId = budgetId === null ? undefined : this.knownTree(budgetId);
      if (treeId !== undefined) this.shares.check(treeId, commands);
    } finally {
      this.leave(commands, null);
    }
  }

  private admit(commands: number): void {
    if (this.draining) throw new OverloadedError('The service is stopping.', 1);
    this.shares.admit(commands);
  }

  /** Counts commands for the trees that they turned out to belong to. */
  private claim(places: readonly (Place | null)[]): Claims {
    const claims = new Map<string, number>();
    for (const place of places) if (place) claims.set(place.treeId, (claims.get(place.treeId) ?? 0) + 1);
    this.shares.claim(claims);
    return claims;
  }

  private leave(commands: number, claims: Claims | null): void {
    this.shares.leave(commands, claims);
    this.noteIdle();
  }

  private noteIdle(): void {
    if (this.shares.commands === 0) this.onIdle();
  }

  /** Where a submission belongs, if that is known without asking. */
  private knownPlace(submission: Submission): Place | undefined {
    if (submission.type === 'create')
      return { treeId: submission.treeId, budgetId: submission.budgetId, path: [] };
    return this.locator.known(addressOf(submission).id);
  }

  private place(submission: Submission): Promise<Place | null> {
    const { kind, id } = addressOf(submission);
    return this.find(kind, id);
  }

  /** Where something lives, or null. Throws an UnavailableError. */
  async find(kind: FindableKind, id: string): Promise<Place | null> {
    const known = this.locator.known(id);
    if (known) return known;
    return await reached(this.locator.find(kind, id));
  }

  /** One promise for all of them: one for each takes longer than the queue does. */
  private decideAll(
    submissions: Submission[],
    places: (Place | null)[],
  ): Promise<PromiseSettledResult<Outcome>[]> {
    return new Promise((resolve) => {
      const results: PromiseSettledResult<Outcome>[] = [];
      let left = submissions.length;
      if (left === 0) resolve(results);
      const settle = (i: number, result: PromiseSettledResult<Outcome>): void => {
        results[i] = result;
        left -= 1;
        if (left === 0) resolve(results);
      };
      submissions.forEach((submission, i) =>
        this.decide(
          submission,
          places[i]!,
          (value) => settle(i, { status: 'fulfilled', value }),
          (reason) => settle(i, { status: 'rejected', reason }),
          true,
        ),
      );
    });
  }

  private decide(
    submission: Submission,
    place: Place | null,
    resolve: (outcome: Outcome) => void,
    reject: (error: Error) => void,
    isBulk = false,
  ): void {
    const { authority } = submission.origin;
    // What lies outside of somebody's reach does not exist for them. A tree that is to be made lies nowhere yet.
    const isOutside = (at: Place): boolean =>
      authority !== null && submission.type !== 'create' && !reaches(authority, at.budgetId, at.path);
    if (!place || isOutside(place)) {
      const { kind, id } = addressOf(submission);
      return resolve(rejected('not_found', `There is no ${kind} ${id}.`));
    }
    // Trees are made by older versions, too, whose keys no budget guards: theirs stay as they are.
    if (submission.type !== 'create') this.requestKeys.bring(submission.origin);
    const { treeId, budgetId } = place;
    const command: Command = Object.assign<Submission, Pick<Command, 'treeId' | 'budgetId'>>(submission, {
      treeId,
      budgetId,
    });
    if (command.type !== 'reserve') return this.enqueue(command, resolve, reject, isBulk);
    this.enqueue(
      command,
      (outcome) => {
        // It is likely to be settled here.
        if (outcome.status === 'accepted') this.locator.remember(command.reservationId, place);
        resolve(outcome);
      },
      reject,
      isBulk,
    );
  }

  private enqueue(
    command: Command,
    resolve: (outcome: Outcome) => void,
    reject: (error: Error) => void,
    isBulk = false,
  ): void {
    const since = performance.now();
    const deadline = since + COMMAND_TIMEOUT_MS;
    const { treeId } = command;
    this.lanes.push({ treeId, command, resolve, reject, isBulk, losses: 0, most: Infinity, since, deadline });
  }
}
