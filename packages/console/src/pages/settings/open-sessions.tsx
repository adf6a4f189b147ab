import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../api/client.js';
import { errorText } from '../../api/errors.js';
import { Badge } from '../../design/badge.js';
import { Button } from '../../design/button.js';
import { Check } from '../../design/check.js';
import { Loaded } from '../../design/loaded.js';
import { notice } from '../../design/notices.js';
import { Section } from '../../design/page.js';
import { Said } from '../../design/said.js';
import { Table } from '../../design/table.js';
import { Time } from '../../design/time.js';
import { useMay, useSession } from '../../session/session.js';

/** The newest; one holder has a hundred at most. */
const MOST = 200;

/** Where somebody is signed in; for who may do everything everywhere, where anybody is. */
export function OpenSessions() {
  const { holder, budgetId } = useSession();
  const seesAll = useMay('manage') && budgetId === null;
  const [ofAll, setOfAll] = useState(false);
  const query = api.useQuery('get', '/v1/sessions', {
    params: { query: { limit: MOST, ...(!ofAll && { holder }) } },
  });
  return (
    <Section title="Open sessions">
      <p className="muted">
        Browsers that are signed in. One that is ended leads to the sign-in within a second; the key or
        account that opened it goes on working.
      </p>
      {seesAll && (
        <Check checked={ofAll} onChange={({ target }) => setOfAll(target.checked)}>
          Those of everybody
        </Check>
      )}
      <Loaded query={query}>
        {({ items, nextCursor }) => (
          <>
            <Table
              label="Open sessions"
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  head: 'Who',
                  fill: true,
                  cell: ({ name, role, holder: whose, current }) => (
                    <>
                      <Said text={name} title={whose} /> <span className="muted">{role}</span>{' '}
                      {current && <Badge tone="accent">this one</Badge>}
                    </>
                  ),
                },
                {
                  head: 'With',
                  wide: true,
                  cell: ({ signedInBy }) => (signedInBy === 'key' ? 'a key' : 'OpenID Connect'),
                },
                { head: 'Since', cell: ({ createdAt }) => <Time at={createdAt} /> },
                { head: 'Last used, about', wide: true, cell: ({ usedAt }) => <Time at={usedAt} /> },
                { head: 'Ends', wide: true, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
                {
                  head: 'Do',
                  cell: ({ id, name, current }) => !current && <EndSession id={id} name={name} />,
                },
              ]}
            />
            {nextCursor !== null && <p className="muted">There are more: these are the {MOST} newest.</p>}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function EndSession({ id, name }: { readonly id: string; readonly name: string }) {
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: () => client.DELETE('/v1/sessions/{id}', { params: { path: { id } } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['get', '/v1/sessions'] });
      notice('The session is over.');
    },
    onError: (error) => notice(errorText(error), 'bad'),
  });
  return (
    <Button
      small
      busy={end.isPending}
      aria-label={`End this session of ${name}`}
      onClick={() => end.mutate()}
    >
      End
    </Button>
  );
}
