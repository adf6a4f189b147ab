import { commandsPerSecond, failuresOf, type Plan, type Result } from './load/plan.js';
import type { Stage } from './stage.js';
import { conflictsOf } from './support/conflicts.js';
import { median } from './support/median.js';
import { watchMemory } from './support/memory.js';
import type { ServiceProcess } from './support/service-process.js';

type Traffic = Omit<Plan, 'adminKey' | 'seconds'>;

/** Two runs that are compared: what is measured, and what it is measured against. */
interface Contest {
  subject: Traffic;
  against: Traffic;
  /** What others ask for while the subject is measured, and only then. */
  beside?: Traffic;
  /** The services that take the subject's load: whose memory and conflicts are reported. */
  services: ServiceProcess[];
}

/** One row of the table. */
export interface Case {
  name: string;
  title: string;
  against: string;
  /** The ratio to reach, where one is asked for. */
  floor?: number;
  /** What is compared, the more the better: commands a second, where it does not say. */
  figure?: (result: Result) => number;
  /** How many times as long its runs are, where few requests have to make a percentile. */
  length?: number;
  prepare(stage: Stage): Promise<Contest>;
}

export interface Row {
  case: Case;
  /** Of each round, the subject's figure over that of the other side; the median of them. */
  ratio: number;
  rate: number;
  againstRate: number;
  p50: number;
  p99: number;
  conflicts: number | null;
  failures: number;
  firstFailure: string | null;
  memoryMiB: number;
  /** Share of one core that the load process took. */
  loadCpu: number;
}

/** The ratio to an earlier version below which a version is slower, whatever the machine did meanwhile. */
const NO_SLOWER = 0.97;

/** Runs both sides in turn, round by round, so that whatever the machine does besides meets both of them. */
export async function hold(stage: Stage, one: Case): Promise<Row> {
  const { subject, services, beside, ...contest } = await one.prepare(stage);
  const { rounds, warmUpSeconds, profile, before } = stage.options;
  const earlier = before === undefined ? undefined : await stage.asBefore(before, () => one.prepare(stage));
  const seconds = stage.options.seconds * (one.length ?? 1);
  const figure = one.figure ?? commandsPerSecond;
  // A profile is to show the case alone.
  const against = earlier?.subject ?? (profile === undefined ? contest.against : subject);
  // Each process has code to compile, however many share the load.
  for (const side of [against, beside ?? subject])
    await stage.run({ ...side, seconds: warmUpSeconds * side.targets.length });

  const urls = services.map(({ url }) => url);
  const conflictsBefore = await conflictsOf(urls);
  const memory = watchMemory(services.map(({ pid }) => pid));
  const results: { subject: Result; against: Result }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes second finds a warmer machine: the sides take turns at that, too.
    const subjectFirst = round % 2 === 1;
    const measure = {
      subject: () => stage.run({ ...subject, seconds }, beside),
      against: () => stage.run({ ...against, seconds }, earlier?.beside),
    };
    const early = await measure[subjectFirst ? 'subject' : 'against']();
    const late = await measure[subjectFirst ? 'against' : 'subject']();
    results.push(subjectFirst ? { subject: early, against: late } : { subject: late, against: early });
  }
  const memoryMiB = memory();
  const conflictsAfter = await conflictsOf(urls);
  const all = results.flatMap((pair) => [pair.subject, pair.against]);
  const of = (figure: (pair: (typeof results)[number]) => number): number => median(results.map(figure));
  return {
    case: before === undefined ? one : { ...one, against: 'the version before', floor: NO_SLOWER },
    ratio: of((pair) => figure(pair.subject) / figure(pair.against)),
    rate: of((pair) => commandsPerSecond(pair.subject)),
    againstRate: of((pair) => commandsPerSecond(pair.against)),
    p50: of((pair) => pair.subject.p50),
    p99: of((pair) => pair.subject.p99),
    conflicts: conflictsAfter === null ? null : conflictsAfter - (conflictsBefore ?? 0),
    failures: all.reduce((sum, result) => sum + failuresOf(result), 0),
    firstFailure: all.find((result) => result.firstFailure !== null)?.firstFailure ?? null,
    memoryMiB,
    loadCpu: of((pair) => pair.subject.cpu),
  };
}
