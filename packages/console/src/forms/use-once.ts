import { useState } from 'react';
import { once } from '../api/client.js';

/** One idempotency key for as long as the same is asked for: on another revision, it is another request. */
export function useOnce(revision = 0): ReturnType<typeof once> {
  const [made, setMade] = useState(() => ({ revision, header: once() }));
  if (made.revision === revision) return made.header;
  const next = { revision, header: once() };
  setMade(next);
  return next.header;
}
