import { timeText, type Precision } from './times.js';

export interface TimeProps {
  readonly at: string;
  /** The zone of the tree that it is about; times of no tree are in UTC. */
  readonly zone?: string | undefined;
  readonly precision?: Precision;
}

/** A time in the zone of its tree; in that of the reader on hover. */
export function Time({ at, zone = 'UTC', precision = 'minute' }: TimeProps) {
  const reader = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const title = `${timeText(at, 'second', zone)} in ${zone}\n${timeText(at, 'second')} for you (${reader})`;
  return (
    <time dateTime={at} title={title}>
      {timeText(at, precision, zone)}
    </time>
  );
}
