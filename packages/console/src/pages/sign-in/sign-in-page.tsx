import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '../../api/client.js';
import { errorText } from '../../api/errors.js';
import { Button } from '../../design/button.js';
import { ErrorState } from '../../design/error-state.js';
import { Field } from '../../design/field.js';
import icon from '../../icon.svg';
import { pathWithin } from '../../session/path-within.js';
import { signIn } from '../../session/session.js';
import styles from './sign-in.module.css';

const route = getRouteApi('/sign-in');

/** Why signing in at the issuer came to nothing, by the word in the address. */
const CAME_TO_NOTHING: Readonly<Record<string, string>> = {
  refused: 'The issuer did not sign you in. Try again, or ask whoever runs it.',
  expired: 'Signing in took too long, or was begun in another browser. Try again.',
  not_allowed: 'You are signed in there, and have no role here. Ask whoever runs the issuer for one.',
  unreachable: 'The issuer cannot be reached. Try again later, or sign in with a key.',
};

/** Signs in with a key, or where an OpenID Connect issuer knows people, with that. */
export function SignInPage() {
  const router = useRouter();
  const { returnTo = '/', error } = route.useSearch();
  const cameToNothing = error === undefined ? undefined : CAME_TO_NOTHING[error];
  const ways = api.useQuery('get', '/v1/sign-in');
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: () => router.history.push(pathWithin(returnTo)),
  });
  useEffect(() => {
    document.title = 'Sign in · Purser';
  }, []);
  const issuer = ways.data?.openIdConnect?.issuer;
  return (
    <main className={styles.page}>
      <div className={styles.form}>
        <img src={icon} alt="" />
        <h1>Sign in to Purser</h1>
        {cameToNothing !== undefined && (
          <p role="alert" className={styles.error}>
            {cameToNothing}
          </p>
        )}
        {ways.isError && <ErrorState error={ways.error} retry={ways.refetch} />}
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            const key = new FormData(event.currentTarget).get('key');
            enter.mutate(typeof key === 'string' ? key.trim() : '');
          }}
        >
          <Field
            label="Key"
            hint="It goes to the service once and is not kept on this page. You see what the key may see."
            error={enter.isError ? errorText(enter.error) : undefined}
          >
            {(control) => (
              <input
                {...control}
                name="key"
                type="password"
                autoComplete="current-password"
                spellCheck={false}
                required
                autoFocus
              />
            )}
          </Field>
          <Button type="submit" look="primary" busy={enter.isPending}>
            Sign in
          </Button>
        </form>
        {issuer !== undefined && (
          <>
            <p className={styles.or}>or</p>
            <a
              className={styles.link}
              href={`/v1/sessions/open-id-connect?${new URLSearchParams({ returnTo })}`}
            >
              Sign in with {new URL(issuer).host}
            </a>
          </>
        )}
      </div>
    </main>
  );
}
