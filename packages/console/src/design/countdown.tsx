import { Badge } from './badge.js';
import { spanText, timeText } from './times.js';
import { useNow } from './use-now.js';

const URGENT_MS = 10 * 60_000;

/** How long it is until a deadline, as it runs. */
export function Countdown({ to, zone = 'UTC' }: { readonly to: string; readonly zone?: string | undefined }) {
  const left = Date.parse(to) - useNow(1_000);
  const tone = left <= 0 ? 'bad' : left < URGENT_MS ? 'warn' : 'plain';
  return (
    <Badge
      tone={tone}
      title={`${timeText(to, 'second', zone)} in ${zone}\n${timeText(to, 'second')} for you`}
    >
      {left <= 0 ? 'over' : `${spanText(left)} left`}
    </Badge>
  );
}
