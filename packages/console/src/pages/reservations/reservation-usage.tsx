import type { Entry, Reservation, Usage } from '@purser/sdk';
import { api } from '../../api/client.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Said } from '../../design/said.js';
import { Table } from '../../design/table.js';
import { BudgetName } from '../../parts/names.js';

type Rating = NonNullable<Entry['content']['rating']>;
type UnitCharge = NonNullable<Rating['tariff']>['charges'][number];

/** What the call used, and the price that it is paid by, as it was when it was reserved: prices never change. */
export function ReservationUsage({ reservation }: { readonly reservation: Reservation }) {
  const { id, budgetId, price, usage } = reservation;
  const first = api.useQuery(
    'get',
    '/v1/budgets/{id}/entries',
    { params: { path: { id: budgetId }, query: { reservationId: id, limit: 1 } } },
    { enabled: price !== null || usage !== null, select: ({ items }) => items[0]?.content },
  );
  if (price === null && usage === null) return null;
  return (
    <Section title="Usage and price">
      <Loaded query={first} lines={2}>
        {(content) => (
          <UsageTable
            expected={content?.usage}
            used={usage ?? undefined}
            back={reservation.refundedUsage ?? undefined}
            charges={content?.rating?.tariff?.charges ?? []}
          />
        )}
      </Loaded>
      {price !== null && <PriceSource price={price} />}
    </Section>
  );
}

function PriceSource({ price }: { readonly price: NonNullable<Reservation['price']> }) {
  return (
    <p className="muted">
      {'priceId' in price ? (
        <>
          The price <code>{price.priceId}</code> of <BudgetName id={price.budgetId} />
        </>
      ) : (
        <>
          The price of <Said text={`${price.provider} ${price.model}`} /> in <Said text={price.catalogue} />
        </>
      )}
      {', as it was when it was reserved.'}
    </p>
  );
}

interface UsageTableProps {
  readonly expected: Usage | undefined;
  readonly used: Usage | undefined;
  readonly back: Usage | undefined;
  readonly charges: readonly UnitCharge[];
}

const priceText = ({ amount, per, tiers }: UnitCharge): string =>
  `${amount}${per === 1 ? '' : ` for ${per.toLocaleString('en')}`}${tiers ? `, ${tiers.length} tiers` : ''}`;

function UsageTable({ expected, used, back, charges }: UsageTableProps) {
  const units = [
    ...new Set([
      ...charges.map(({ unit }) => unit),
      ...[expected, used].flatMap((usage) => Object.keys(usage ?? {})),
    ]),
  ];
  if (units.length === 0) return <EmptyState text="No usage was reported." />;
  const quantity = (usage: Usage | undefined, unit: string) => usage?.[unit]?.toLocaleString('en') ?? '–';
  return (
    <Table
      label="Usage by unit"
      rows={units}
      keyOf={(unit) => unit}
      columns={[
        { head: 'Unit', cell: (unit) => <Said text={unit} />, fill: true },
        {
          head: 'Price',
          end: true,
          cell: (unit) => {
            const charge = charges.find((one) => one.unit === unit);
            return charge ? priceText(charge) : '–';
          },
        },
        { head: 'At most', end: true, wide: true, cell: (unit) => quantity(expected, unit) },
        { head: 'Used', end: true, cell: (unit) => quantity(used, unit) },
        { head: 'Came back', end: true, wide: true, cell: (unit) => quantity(back, unit) },
      ]}
    />
  );
}
