import type { Command, Expire, Submission } from '../core/commands.js';
import { rejected, type Outcome } from '../core/outcomes.js';
import { openWriteClient } from '../database/connections.js';
import { OverloadedError, UnavailableError } from './errors.js';
import { Expiry } from './expiry.js';
import { faultOf } from './faults.js';
import { Lane, type Pending } from './lane.js';
import { Link } from './link.js';
import { Locator, type Place } from './locator.js';
import { LedgerMeter } from './meter.js';

export { OverloadedError, UnavailableError } from './errors.js';

export interface LedgerOptions {
  databaseUrl: string;
  /** Batches that may be in flight at once. */
  lanes: number;
  /** Commands in one batch. */
  batchLimit: number;
  /** Commands that may wait or be in flight; more are turned away. */
  queueLimit: number;
  /** Told of errors that callers do not see, or see only as a lack of service. */
  onFault?: (error: unknown) => void;
}

/** What callers of the ledger see of it. */
export interface LedgerPort {
  /**
   * Decides a command and answers when what it changed is durable. Throws an OverloadedError or UnavailableError where
   * the caller should try again. The submission becomes the ledger's own.
   */
  submit(submission: Submission): Promise<Outcome>;
  /** The same for many, admitted to the queue all or none; they are decided in their order, each for itself. */
  submitAll(submissions: Submission[]): Promise<PromiseSettledResult<Outcome>[]>;
}

/** How long a command may take, waiting included, before its caller is told to try again. */
const COMMAND_TIMEOUT_MS = 20_000;

/** The only writer: takes commands, decides them in batches and answers when they are durable. */
export class Ledger implements LedgerPort {
  private readonly link: Link;
  private readonly locator: Locator;
  private readonly lanes: Lane[];
  private readonly expiry: Expiry;
  private readonly meter = new LedgerMeter();
  private accepted = 0;
  private draining = false;
  private onIdle: () => void = () => undefined;

  constructor(private readonly options: LedgerOptions) {
    const onFault = options.onFault ?? (() => undefined);
    // Two connections besides those of the lanes: to find where things live, and what has expired.
    this.link = new Link(() => openWriteClient(options.databaseUrl, 2));
    this.locator = new Locator(this.link);
    this.lanes = Array.from(
      { length: options.lanes },
      () => new Lane(() => openWriteClient(options.databaseUrl, 1), options.batchLimit, this.meter, onFault),
    );
    this.expiry = new Expiry(
      this.link,
      (command) => this.enqueue(command),
      (late) => this.meter.expired(late),
      onFault,
    );
  }

  start(): void {
    this.expiry.start();
  }

  /** Turns new commands away, answers those that were accepted, and closes the connections. */
  async stop(): Promise<void> {
    this.draining = true;
    await this.expiry.stop();
    if (this.accepted > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await Promise.all(this.lanes.map((lane) => lane.close()));
    await this.link.close();
  }

  async submit(submission: Submission): Promise<Outcome> {
    this.admit(1);
    try {
      const place = this.knownPlace(submission) ?? (await this.place(submission));
      const outcome = await this.decide(submission, place);
      this.learn(submission, outcome, place);
      return outcome;
    } finally {
      this.leave(1);
    }
  }

  async submitAll(submissions: Submission[]): Promise<PromiseSettledResult<Outcome>[]> {
    this.admit(submissions.length);
    try {
      // All are found before any is queued, so that they are decided in their order.
      const places = await Promise.all(
        submissions.map(async (one) => this.knownPlace(one) ?? this.place(one)),
      );
      const results = await Promise.allSettled(submissions.map((one, i) => this.decide(one, places[i]!)));
      results.forEach((result, i) => {
        if (result.status === 'fulfilled') this.learn(submissions[i]!, result.value, places[i]!);
      });
      return results;
    } finally {
      this.leave(submissions.length);
    }
  }

  private admit(commands: number): void {
    if (this.draining) throw new OverloadedError('The service is stopping.', 1);
    if (this.accepted + commands > this.options.queueLimit)
      throw new OverloadedError('Too many commands are waiting.', 1);
    this.accepted += commands;
    this.meter.waiting(this.accepted);
  }

  private leave(commands: number): void {
    this.accepted -= commands;
    this.meter.waiting(this.accepted);
    if (this.accepted === 0) this.onIdle();
  }

  /** Where a submission belongs, if that is known without asking. */
  private knownPlace(submission: Submission): Place | undefined {
    if (submission.type === 'create') return { treeId: submission.treeId, budgetId: submission.budgetId };
    return this.locator.known(addressOf(submission).id);
  }

  private async place(submission: Submission): Promise<Place | null> {
    const { kind, id } = addressOf(submission);
    try {
      return await this.locator.find(kind, id);
    } catch (error) {
      if (faultOf(error) === 'broken') throw error;
      throw new UnavailableError('The database cannot be reached.', 1);
    }
  }

  private decide(submission: Submission, place: Place | null): Promise<Outcome> {
    if (place) return this.enqueue(Object.assign<Submission, Place>(submission, place) as Command);
    const { kind, id } = addressOf(submission);
    return Promise.resolve(rejected('not_found', `There is no ${kind} ${id}.`));
  }

  /** A reservation just made is likely to be settled here. */
  private learn(submission: Submission, outcome: Outcome, place: Place | null): void {
    if (submission.type === 'reserve' && outcome.status === 'accepted')
      this.locator.remember(submission.reservationId, place!);
  }

  private enqueue(command: Command | Expire): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const now = performance.now();
      const pending: Pending = {
        command,
        resolve,
        reject,
        losses: 0,
        since: now,
        deadline: now + COMMAND_TIMEOUT_MS,
      };
      this.lanes[laneOf(command.treeId, this.lanes.length)]!.push(pending);
    });
  }
}

/** What a submission names, by which its tree is found. */
function addressOf(submission: Submission): {
  kind: 'budget' | 'reservation' | 'envelope';
  id: string;
} {
  if ('budgetId' in submission) return { kind: 'budget', id: submission.budgetId };
  if ('reservationId' in submission) return { kind: 'reservation', id: submission.reservationId };
  return { kind: 'envelope', id: submission.envelopeId };
}

/** Trees are spread over lanes by the random end of their ids. */
function laneOf(treeId: string, lanes: number): number {
  let sum = 0;
  for (let i = treeId.length - 6; i < treeId.length; i += 1) sum = (sum * 31 + treeId.charCodeAt(i)) >>> 0;
  return sum % lanes;
}
