import { parseArgs } from 'node:util';

/** How long and how much is measured. */
export interface Options {
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
  /** Trees of the case with many budgets, ten budgets each. */
  trees: number;
  /** Reservations of the case with history. */
  history: number;
  /** Names of the cases to run; none for all. */
  cases: string[];
  markdown: string | undefined;
  /** A folder for CPU profiles of the services. */
  profile: string | undefined;
  soakMinutes: number | undefined;
  /** Rows that are exported instead. */
  exportRows: number | undefined;
  /** Reservations of a history on which it is counted what one more takes of the disk, instead. */
  bytesHistory: number | undefined;
  /** Each case for a moment, on one service and database, with few connections: whether it works, not how fast. */
  smoke: boolean;
  /** With agents' keys, request rates, a relative limit and a webhook. */
  controls: boolean;
  /** A folder with another version of the service, built, that is measured against instead. */
  before: string | undefined;
}

export const USAGE = `npm run bench -- [options]

  --quick             two rounds of two seconds each, and less data: under two minutes
  --smoke             each case for a moment, all on one service: whether it works, and no figure
  --case NAME         only this case (may be repeated)
  --rounds N          rounds of each case, 3 by default
  --seconds N         how long each run of a round lasts, 4 by default
  --controls          with agents' keys, request rates, a relative limit and a webhook for all events
  --soak [MINUTES]    instead of the cases: full load for ten minutes, and what memory does meanwhile
  --export [ROWS]     instead of the cases: exports of a million rows, and what memory they take
  --bytes [HISTORY]   instead of the cases: what a reservation and its commit take of the disk after 200,000 others
  --markdown FILE     writes the table to a file as well
  --before FOLDER     instead of the table's comparisons: against the same load on the version built in FOLDER
  --profile FOLDER    instead of comparing: writes CPU profiles of the services, and prints what takes their time
`;

type Size = Pick<Options, 'rounds' | 'seconds' | 'warmUpSeconds' | 'trees' | 'history'>;

const WHOLE: Size = { rounds: 3, seconds: 4, warmUpSeconds: 2, trees: 10_000, history: 1_000_000 };
const QUICK: Size = { rounds: 2, seconds: 2, warmUpSeconds: 1, trees: 1_000, history: 100_000 };
const SMOKE: Size = { rounds: 1, seconds: 0.3, warmUpSeconds: 0.1, trees: 5, history: 2_000 };

/** Reads the command line; throws what is wrong with it. */
export function readOptions(args: string[]): Options {
  // What these are followed by may be left out, which parseArgs has no word for.
  for (const [name, usual] of [
    ['--soak', '10'],
    ['--export', '1000000'],
    ['--bytes', '200000'],
  ] as const) {
    const at = args.indexOf(name);
    if (at >= 0 && !/^\d+$/.test(args[at + 1] ?? '')) args = args.toSpliced(at + 1, 0, usual);
  }
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
      case: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      controls: { type: 'boolean', default: false },
      soak: { type: 'string' },
      export: { type: 'string' },
      bytes: { type: 'string' },
      before: { type: 'string' },
      markdown: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const { quick, smoke, controls } = values;
  const size = smoke ? SMOKE : quick ? QUICK : WHOLE;
  return {
    ...size,
    rounds: positive(values.rounds, '--rounds') ?? size.rounds,
    seconds: positive(values.seconds, '--seconds') ?? size.seconds,
    smoke,
    cases: values.case,
    markdown: values.markdown,
    profile: values.profile,
    controls,
    before: values.before,
    soakMinutes: positive(values.soak, '--soak'),
    exportRows: positive(values.export, '--export'),
    bytesHistory: positive(values.bytes, '--bytes'),
  };
}

function positive(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${name} must be a whole number, not ${text}`);
  return Number(text);
}
