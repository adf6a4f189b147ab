import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { checkSession } from '../session/session.js';
import { Freshness } from './freshness.js';
import { LiveStream, type LiveView } from './live-stream.js';

const Context = createContext<LiveStream | null>(null);

/** Opens the stream for all that is within, and keeps what that shows fresh. */
export function Live({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const freshness = useMemo(() => new Freshness(client), [client]);
  const stream = useMemo(
    () =>
      new LiveStream({
        event: (event) => freshness.after(event),
        resumed: () => freshness.all(),
        cut: () => void checkSession(),
      }),
    [freshness],
  );
  useEffect(() => {
    stream.open();
    return () => {
      stream.close();
      freshness.stop();
    };
  }, [stream, freshness]);
  return <Context value={stream}>{children}</Context>;
}

export function useLive(): LiveView {
  const stream = useContext(Context);
  if (!stream) throw new Error('useLive is for what is within <Live>');
  return useSyncExternalStore(stream.watch, stream.view);
}
