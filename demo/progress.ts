import cliProgress from 'cli-progress';

/** How far the replay has come. */
export interface Progress {
  step(denied: boolean): void;
  stop(): void;
}

const LINE_EVERY = 1_000;

/** A bar on a terminal, and a line now and then where the output goes into a file. */
export function showProgress(total: number): Progress {
  return process.stdout.isTTY ? bar(total) : lines(total);
}

function bar(total: number): Progress {
  const format = '  replaying  {bar}  {value}/{total} calls · {denied} denied · {eta_formatted} left';
  const shown = new cliProgress.SingleBar(
    { format, hideCursor: true, etaBuffer: 1_000 },
    cliProgress.Presets.shades_classic,
  );
  let denials = 0;
  shown.start(total, 0, { denied: 0 });
  return {
    step: (denied) => {
      if (denied) denials += 1;
      shown.increment({ denied: denials });
    },
    stop: () => shown.stop(),
  };
}

function lines(total: number): Progress {
  let calls = 0;
  let denials = 0;
  const print = (): void => console.log(`  replayed ${calls} of ${total} calls, ${denials} denied`);
  return {
    step: (denied) => {
      calls += 1;
      if (denied) denials += 1;
      if (calls % LINE_EVERY === 0) print();
    },
    stop: () => {
      if (calls % LINE_EVERY !== 0) print();
    },
  };
}
