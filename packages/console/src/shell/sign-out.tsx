import { useMutation } from '@tanstack/react-query';
import { errorText } from '../api/errors.js';
import { Button } from '../design/button.js';
import { notice } from '../design/notices.js';
import { signOut } from '../session/session.js';

export function SignOut() {
  const leave = useMutation({ mutationFn: signOut, onError: (error) => notice(errorText(error), 'bad') });
  return (
    <Button look="quiet" busy={leave.isPending} onClick={() => leave.mutate()}>
      Sign out
    </Button>
  );
}
