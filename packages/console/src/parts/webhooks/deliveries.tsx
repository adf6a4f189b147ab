import type { Webhook } from '@purser/sdk';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client, once } from '../../api/client.js';
import { errorText } from '../../api/errors.js';
import { Badge, type Tone } from '../../design/badge.js';
import { Button } from '../../design/button.js';
import { Check } from '../../design/check.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { notice } from '../../design/notices.js';
import { Said } from '../../design/said.js';
import { Table } from '../../design/table.js';
import { Time } from '../../design/time.js';
import { useMay } from '../../session/session.js';
import { isUnderWay, useDeliveries, useWebhookRefresh } from './use-webhooks.js';

type Delivery = NonNullable<ReturnType<typeof useDeliveries>['data']>['items'][number];

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  delivered: 'good',
  pending: 'plain',
  parked: 'warn',
  left_out: 'plain',
};

/** What was sent lately, what is on its way, and what was given up. */
export function Deliveries({ webhook: { id } }: { readonly webhook: Webhook }) {
  const may = useMay('manage');
  const [onlyParked, setOnlyParked] = useState(false);
  const query = useDeliveries(id, onlyParked ? 'parked' : undefined);
  useOnceOver(query.data?.items.some(isUnderWay) === true, useWebhookRefresh());
  return (
    <>
      <Check checked={onlyParked} onChange={({ target }) => setOnlyParked(target.checked)}>
        Only what was given up
      </Check>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text={onlyParked ? 'Nothing was given up.' : 'Nothing was sent yet.'} />
          ) : (
            <Table
              label="The latest deliveries"
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { head: 'Event', cell: ({ eventType }) => <Said text={eventType} /> },
                {
                  head: 'State',
                  cell: ({ state }) => <Badge tone={TONES[state]}>{state.replace('_', ' ')}</Badge>,
                },
                {
                  head: 'Made',
                  cell: ({ createdAt }) => <Time at={createdAt} precision="second" />,
                  wide: true,
                },
                { head: 'Attempts', cell: ({ attempts }) => attempts, end: true, wide: true },
                {
                  head: 'Last answer',
                  cell: (delivery) => <LastAnswer delivery={delivery} />,
                  fill: true,
                  wide: true,
                },
                ...(may
                  ? [{ head: 'Do', cell: (delivery: Delivery) => <DeliveryActs delivery={delivery} /> }]
                  : []),
              ]}
            />
          )
        }
      </Loaded>
    </>
  );
}

/** Does something when what was so is so no more. */
function useOnceOver(isSo: boolean, act: () => unknown): void {
  const was = useRef(isSo);
  useEffect(() => {
    if (was.current && !isSo) act();
    was.current = isSo;
  });
}

function LastAnswer({ delivery: { lastStatus, lastError } }: { readonly delivery: Delivery }) {
  if (lastStatus === null && lastError === null) return null;
  return <Said text={[lastStatus, lastError].filter((part) => part !== null).join(': ')} />;
}

/** Once more, or no more. */
function DeliveryActs({ delivery: { id: deliveryId, webhookId, state } }: { readonly delivery: Delivery }) {
  const refresh = useWebhookRefresh();
  const does = state === 'pending' ? 'park' : 'redeliver';
  const doing = useMutation({
    mutationFn: async (header: ReturnType<typeof once>) => {
      const params = { path: { id: webhookId, deliveryId }, header };
      if (does === 'park') await client.POST('/v1/webhooks/{id}/deliveries/{deliveryId}/park', { params });
      else await client.POST('/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver', { params });
    },
    onSuccess: async () => {
      await refresh();
      notice(does === 'park' ? 'It is tried no more.' : 'It is sent once more.');
    },
    onError: (error) => notice(errorText(error), 'bad'),
  });
  return (
    <Button small busy={doing.isPending} onClick={() => doing.mutate(once())}>
      {does === 'park' ? 'Park' : 'Redeliver'}
    </Button>
  );
}
