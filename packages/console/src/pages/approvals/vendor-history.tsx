import type { Reservation } from '@purser/sdk';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Table } from '../../design/table.js';
import { Time } from '../../design/time.js';
import { Said } from '../../design/said.js';

/** How many of its earlier payments are shown. */
const MOST = 8;

/** What the one who asks has asked of this vendor before, the newest first. */
export function VendorHistory({ asked }: { readonly asked: Reservation }) {
  const { vendor, approval, budget } = asked;
  const query = api.useQuery(
    'get',
    '/v1/reservations',
    {
      params: {
        query: { principal: approval?.askedBy ?? '', vendor: [vendor ?? ''], limit: MOST + 1 },
      },
    },
    {
      enabled: vendor !== null && approval !== null,
      select: ({ items }) => items.filter(({ id }) => id !== asked.id).slice(0, MOST),
    },
  );
  if (vendor === null || approval === null) return null;
  return (
    <Section title={`Before, with ${vendor}`}>
      <Loaded query={query}>
        {(items) => {
          const room = restDigits(items.map(({ committed }) => committed));
          return items.length === 0 ? (
            <EmptyState text="The first time that it asks for this vendor." />
          ) : (
            <Table
              label={`What it asked of ${vendor} before`}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  head: 'When',
                  cell: ({ createdAt }) => <Time at={createdAt} zone={budget?.timezone} />,
                },
                { head: 'Came to', cell: ({ state }) => state.replace('_', ' ') },
                { head: 'Reason', cell: ({ reason }) => <Said text={reason} />, fill: true, wide: true },
                {
                  head: 'Asked',
                  end: true,
                  wide: true,
                  cell: ({ amount }) => <Amount value={amount} scale={budget?.scale} />,
                },
                {
                  head: 'Paid',
                  end: true,
                  cell: ({ committed }) => <Amount value={committed} scale={budget?.scale} room={room} />,
                },
              ]}
            />
          );
        }}
      </Loaded>
    </Section>
  );
}
