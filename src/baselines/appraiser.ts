import { setTimeout as sleep } from 'node:timers/promises';
import { windowAt } from '../core/windows.js';
import type { Appraise } from '../core/commands/envelopes.js';
import { OWN_ORIGIN } from '../core/commands/origin.js';
import { Worker } from '../runtime/worker.js';
import type { ResilientClient } from '../database/resilient-client.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Baselines } from './baselines.js';
import { putOffUntil, takeDue, type DueEnvelope } from './sql/due-envelopes.js';

/** How often it is looked for limits that are due. */
const EVERY_MS = 500;

/** How many one replica takes on at once, and for how long the others leave them to it. */
const AT_ONCE = 10;
const TAKEN_FOR_MS = 300_000;

/**
 * It rests for so many times as long as it worked: of one connection it uses a fifth. But nobody's long past keeps
 * the limits of all others waiting.
 */
const REST = 4;
const LONGEST_REST_MS = 5_000;

/** When it tries again after the write path had no room. */
const AGAIN_MS = 2_000;

/** How long a look at the past that is under way may hold up a service that stops. */
const PATIENCE_MS = 2_000;

/**
 * Works relative limits out anew when a window has ended. A limit is due at the time in its row; the replica that
 * looks first takes it on for five minutes, looks at the past, and submits the result as a command, so that what decides
 * is the write path. Should two replicas do so, the second finds nothing to do. One that dies leaves it to the others.
 */
export class Appraiser {
  private readonly worker: Worker;

  constructor(
    private readonly link: ResilientClient,
    private readonly baselines: Baselines,
    private readonly ledger: Pick<Ledger, 'submit'>,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.worker = new Worker(() => this.work(), EVERY_MS, onFault);
  }

  start(): void {
    this.worker.start();
  }

  async stop(): Promise<void> {
    await Promise.race([this.worker.stop(), sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  /** Answers how long to rest. */
  private async work(): Promise<number> {
    const began = performance.now();
    const found = await this.sweep().catch((error: unknown) => this.failed(error));
    const rest = Math.min((performance.now() - began) * REST, LONGEST_REST_MS);
    return found === AT_ONCE ? rest : Math.max(rest, EVERY_MS);
  }

  /** What is broken off by the end of the service is no fault. */
  private failed(error: unknown): number {
    if (!this.worker.isStopped) this.onFault(error);
    return 0;
  }

  /** Answers how many were due. */
  private async sweep(): Promise<number> {
    const due = await this.link.use((sql) => takeDue(sql, AT_ONCE, TAKEN_FOR_MS));
    for (const envelope of due) {
      if (this.worker.isStopped) break;
      // One that cannot be worked out must not keep the others from it; it is tried again.
      await this.appraise(envelope).catch((error: unknown) => this.failed(error));
    }
    return due.length;
  }

  private async appraise(envelope: DueEnvelope): Promise<void> {
    const { id: envelopeId, zone, now, relative } = envelope;
    if (envelope.isOver) return await this.putOff(envelope, null);
    const { windowDays } = relative;
    const past = await this.baselines.past(envelope, zone, windowDays, now);
    if (this.worker.isStopped) return;
    try {
      await this.ledger.submit({ ...COMMAND, envelopeId, past, windowDays });
    } catch (error) {
      // The burst that fills the queue may be just what the limit is to judge.
      await this.putOff(envelope, now + AGAIN_MS);
      throw error;
    }
    await this.putOff(envelope, nextAfter(envelope));
  }

  private putOff(envelope: DueEnvelope, until: number | null): Promise<void> {
    return this.link.use((sql) => putOffUntil(sql, envelope, until));
  }
}

/** When the past has one window more. Single reservations are looked at by the hour. */
function nextAfter({ window, zone, now }: DueEnvelope): number | null {
  if (window === 'lifetime') return null;
  return windowAt(window === 'transaction' ? 'hour' : window, zone, now).end;
}

const COMMAND: Pick<Appraise, 'type' | 'origin'> = { type: 'appraise', origin: OWN_ORIGIN };
