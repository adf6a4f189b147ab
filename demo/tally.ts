import type { Agent } from './team.js';

/** How a call of the trace ended. Denials and refusals have their code. */
export interface Ending {
  outcome: 'committed' | 'released' | 'denied';
  /** What else there was to it: how it was committed, or why it was denied. */
  detail: string;
  spent: bigint;
}

export interface Line {
  calls: number;
  denied: number;
  spent: bigint;
}

/** Adds up endings by agent, by vendor and by outcome. */
export class Tally {
  readonly byAgent = new Map<string, Line>();
  readonly byVendor = new Map<string, Line>();
  readonly byOutcome = new Map<string, Line>();
  spent = 0n;

  add({ name, model }: Agent, { outcome, detail, spent }: Ending): void {
    this.spent += spent;
    const groups: [Map<string, Line>, string][] = [
      [this.byAgent, name],
      [this.byVendor, model.vendor],
      [this.byOutcome, `${outcome}: ${detail}`],
    ];
    for (const [lines, key] of groups) {
      const line = lines.get(key) ?? { calls: 0, denied: 0, spent: 0n };
      line.calls += 1;
      line.denied += outcome === 'denied' ? 1 : 0;
      line.spent += spent;
      lines.set(key, line);
    }
  }
}
