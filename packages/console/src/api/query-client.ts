import { QueryClient } from '@tanstack/react-query';
import { isLastWord } from './errors.js';

/** How often a request that nobody answered is sent again: under its own idempotency key, so that it is carried out once. */
const ATTEMPTS = 3;

const again = (failures: number, error: unknown): boolean => !isLastWord(error) && failures < ATTEMPTS;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: again, staleTime: 10_000, refetchOnWindowFocus: true },
    mutations: { retry: again, retryDelay: (failures) => 500 * 2 ** failures },
  },
});
