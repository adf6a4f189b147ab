import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { once } from '../../api/client.js';
import { errorText, isLastWord } from '../../api/errors.js';
import { queryClient } from '../../api/query-client.js';
import { notice } from '../../design/notices.js';

type Header = ReturnType<typeof once>;

/** What hangs on budgets is asked for again, before an event says so. */
function refresh(): void {
  const about = (path: unknown): boolean =>
    typeof path === 'string' && (path.startsWith('/v1/budgets') || path.startsWith('/v1/envelopes'));
  void queryClient.invalidateQueries({ predicate: ({ queryKey: [, path] }) => about(path) });
}

/**
 * One thing that is done to a budget. Pressed twice, or sent again because no answer came, it is done once; what the service
 * has refused can be mended, and is another request then.
 */
export function usePull<Asked, Answer>(
  pull: (asked: Asked, header: Header) => Promise<Answer>,
  done: (answer: Answer, asked: Asked) => void,
) {
  const [header, setHeader] = useState(once);
  return useMutation({
    mutationFn: (asked: Asked) => pull(asked, header),
    onSuccess: (answer, asked) => {
      refresh();
      done(answer, asked);
    },
    onError: (error) => {
      if (!isLastWord(error)) return;
      setHeader(once());
      // What stood in the way may be shown as it was before.
      refresh();
    },
  });
}

/** Says what was done, with a button that takes it back by what the API has for that. */
export function noticeWithUndo(
  text: string,
  undone: string,
  undo: (header: Header) => Promise<unknown>,
): void {
  const header = once();
  const act = (): void => {
    undo(header)
      .then(() => notice(undone))
      .catch((error: unknown) => notice(`This could not be undone. ${errorText(error)}`, 'bad'))
      .finally(refresh);
  };
  notice(text, 'plain', { name: 'Undo', act });
}
