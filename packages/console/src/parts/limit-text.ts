import type { Envelope } from '@purser/sdk';

const WINDOWS: Readonly<Record<Envelope['window'], string>> = {
  transaction: 'each payment',
  minute: 'a minute',
  hour: 'an hour',
  day: 'a day',
  week: 'a week',
  month: 'a month',
  lifetime: 'all time',
};

const METRICS: Readonly<Record<Envelope['metric'], string>> = {
  amount: '',
  count: 'payments ',
  denials: 'denials ',
};

type Limit = Pick<Envelope, 'name' | 'window' | 'metric' | 'per'>;

/** What a limit counts, and over which time: `a day`, `payments a minute, for each vendor`. */
export const limitText = ({ window, metric, per }: Limit): string =>
  METRICS[metric] + WINDOWS[window] + (per === null ? '' : `, for each ${per}`);
