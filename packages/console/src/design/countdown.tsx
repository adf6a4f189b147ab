import { useEffect, useState } from 'react';
import { Badge } from './badge.js';
import { spanText, timeText } from './times.js';

const URGENT_MS = 10 * 60_000;

/** The time now, anew every second. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long it is until a deadline, as it runs. */
export function Countdown({ to, zone = 'UTC' }: { readonly to: string; readonly zone?: string | undefined }) {
  const left = Date.parse(to) - useNow();
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
