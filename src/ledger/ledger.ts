import type { Command, Expire, Submission } from '../core/commands.js';
import { reaches } from '../core/keys.js';
import { rejected, type Outcome } from '../core/outcomes.js';
import { openWriteClient } from '../database/connections.js';
import { OverloadedError } from './errors.js';
import { Expiry } from './expiry.js';
import { Lane } from './lane.js';
import { Link } from './link.js';
import { Locator, type Place } from './locator.js';
import { LedgerMeter } from './meter.js';
import { reached } from './reached.js';
import type { FindableKind } from './sql/find-trees.js';

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
  private readonly meter: LedgerMeter;
  private accepted = 0;
  private draining = false;
  private onIdle: () => void = () => undefined;

  constructor(private readonly options: LedgerOptions) {
    const onFault = options.onFault ?? (() => undefined);
    this.meter = new LedgerMeter(options.lanes);
    // Two connections besides those of the lanes: to find where things live, and what has expired.
    this.link = new Link(() => openWriteClient(options.databaseUrl, 2));
    this.locator = new Locator(this.link);
    this.lanes = Array.from(
      { length: options.lanes },
      () => new Lane(() => openWriteClient(options.databaseUrl, 1), options.batchLimit, this.meter, onFault),
    );
    this.expiry = new Expiry(
      this.link,
      (command) => new Promise((resolve, reject) => this.enqueue(command, resolve, reject)),
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
      return await new Promise((resolve, reject) => this.decide(submission, place, resolve, reject));
    } finally {
      this.leave(1);
    }
  }

  async submitAll(submissions: Submission[]): Promise<PromiseSettledResult<Outcome>[]> {
    this.admit(submissions.length);
    try {
      // All are found before any is queued, so that they are decided in their order.
      const known = submissions.map((one) => this.knownPlace(one));
      const places = known.every((place) => place !== undefined)
        ? known
        : await Promise.all(submissions.map(async (one, i) => known[i] ?? (await this.place(one))));
      return await this.decideAll(submissions, places);
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
        ),
      );
    });
  }

  private decide(
    submission: Submission,
    place: Place | null,
    resolve: (outcome: Outcome) => void,
    reject: (error: Error) => void,
  ): void {
    const { authority } = submission.origin;
    // What lies outside of somebody's reach does not exist for them.
    if (!place || (authority && !reaches(authority, place.budgetId, place.path))) {
      const { kind, id } = addressOf(submission);
      return resolve(rejected('not_found', `There is no ${kind} ${id}.`));
    }
    const { treeId, budgetId } = place;
    const command: Command = Object.assign<Submission, Pick<Command, 'treeId' | 'budgetId'>>(submission, {
      treeId,
      budgetId,
    });
    if (command.type !== 'reserve') return this.enqueue(command, resolve, reject);
    this.enqueue(
      command,
      (outcome) => {
        // It is likely to be settled here.
        if (outcome.status === 'accepted') this.locator.remember(command.reservationId, place);
        resolve(outcome);
      },
      reject,
    );
  }

  private enqueue(
    command: Command | Expire,
    resolve: (outcome: Outcome) => void,
    reject: (error: Error) => void,
  ): void {
    const since = performance.now();
    const deadline = since + COMMAND_TIMEOUT_MS;
    const lane = this.lanes[laneOf(command.treeId, this.lanes.length)]!;
    lane.push({ command, resolve, reject, losses: 0, since, deadline });
  }
}

/** What a submission names, by which its tree is found. */
function addressOf(submission: Submission): {
  kind: FindableKind;
  id: string;
} {
  if ('budgetId' in submission) return { kind: 'budget', id: submission.budgetId };
  if ('reservationId' in submission) return { kind: 'reservation', id: submission.reservationId };
  if ('envelopeId' in submission) return { kind: 'envelope', id: submission.envelopeId };
  return { kind: 'key', id: submission.keyId };
}

/** Trees are spread over lanes by the random end of their ids. */
function laneOf(treeId: string, lanes: number): number {
  let sum = 0;
  for (let i = treeId.length - 6; i < treeId.length; i += 1) sum = (sum * 31 + treeId.charCodeAt(i)) >>> 0;
  return sum % lanes;
}
