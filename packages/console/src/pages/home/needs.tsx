import type { Budget } from '@purser/sdk';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { isPercentOf } from '../../design/amounts.js';
import type { Tone } from '../../design/badge.js';
import { Countdown } from '../../design/countdown.js';
import { CLOSE_PERCENT } from '../../design/meter.js';
import { Time } from '../../design/time.js';
import { limitText } from '../../parts/limit-text.js';
import { isOverdrawn } from '../../parts/money-parts.js';
import { BudgetName } from '../../parts/names.js';
import { useApprovals } from '../../parts/use-approvals.js';
import { useTops } from '../../parts/use-tops.js';
import { Said } from '../../design/said.js';

/** Something that waits for somebody. */
interface Need {
  readonly key: string;
  readonly kind: string;
  readonly tone: Tone;
  readonly text: ReactNode;
  readonly aside: ReactNode;
}

/** One kind of them, as far as it is known. */
export interface Needs {
  readonly query: { readonly isLoading: boolean; readonly error: unknown; refetch(): unknown };
  readonly needs: readonly Need[];
}

/** How many of each kind are shown. */
const MOST = 20;

export function useApprovalNeeds(): Needs {
  const query = useApprovals();
  const needs = (query.data?.items ?? []).slice(0, MOST).map((asked) => ({
    key: asked.id,
    kind: 'Approval',
    tone: 'accent' as const,
    text: (
      <>
        <Link to="/approvals/$id" params={{ id: asked.id }}>
          <Amount value={asked.amount} currency={asked.budget?.currency} scale={asked.budget?.scale} />
        </Link>{' '}
        for <Said text={asked.vendor ?? 'no vendor'} />, asked for by{' '}
        <BudgetName id={asked.budgetId} name={asked.budgetName} />
      </>
    ),
    aside: asked.approval && <Countdown to={asked.approval.deadline} zone={asked.budget?.timezone} />,
  }));
  return { query, needs };
}

export function useStoppedNeeds(state: 'paused' | 'frozen'): Needs {
  const query = api.useQuery('get', '/v1/budgets', { params: { query: { state, limit: MOST } } });
  const needs = (query.data?.items ?? []).map(({ id, name, pausedUntil, timezone }) => ({
    key: id,
    kind: state === 'paused' ? 'Paused' : 'Frozen',
    tone: 'warn' as const,
    text: (
      <>
        <BudgetName id={id} name={name} /> {state === 'paused' ? 'stopped itself' : 'was stopped by somebody'}
      </>
    ),
    aside: (
      <span className="muted small">
        {pausedUntil === null ? (
          'until somebody resumes it'
        ) : (
          <>
            until <Time at={pausedUntil} zone={timezone} />
          </>
        )}
      </span>
    ),
  }));
  return { query, needs };
}

/** Debts, and limits that are close, of the budgets at the top. */
export function useTopNeeds(): readonly Needs[] {
  const tops = useTops();
  const budgets = useQueries({
    queries: (tops.data ?? []).map(({ id }) =>
      api.queryOptions('get', '/v1/budgets/{id}', { params: { path: { id } } }),
    ),
  });
  return [
    { query: tops, needs: [] },
    ...budgets.map((query) => ({
      query,
      needs: query.data ? [...debtOf(query.data), ...closeLimitsOf(query.data)].slice(0, MOST) : [],
    })),
  ];
}

function debtOf({ id, name, currency, scale, balances }: Budget): Need[] {
  if (!isOverdrawn(balances)) return [];
  const text = (
    <>
      <BudgetName id={id} name={name} /> paid{' '}
      <Amount value={balances.overdraft} currency={currency} scale={scale} /> more than it was given
    </>
  );
  return [{ key: `${id} overdraft`, kind: 'Overdraft', tone: 'bad', text, aside: null }];
}

function closeLimitsOf({ id, name, currency, scale, timezone, envelopes }: Budget): Need[] {
  return envelopes.flatMap((limit) =>
    limit.usage
      .filter(({ used }) => isPercentOf(used, CLOSE_PERCENT, limit.limit))
      .map(({ key, used, resetsAt }) => ({
        key: `${limit.id} ${key}`,
        kind: 'Limit',
        tone: isPercentOf(used, 100, limit.limit) ? ('bad' as const) : ('warn' as const),
        text: (
          <>
            <Said text={limit.name ?? limitText(limit)} /> of <BudgetName id={id} name={name} />
            {key !== null && (
              <>
                {' '}
                for <Said text={key} />
              </>
            )}
            : {limit.metric === 'amount' ? <Amount value={used} scale={scale} /> : used} of{' '}
            {limit.metric === 'amount' ? (
              <Amount value={limit.limit} currency={currency} scale={scale} />
            ) : (
              limit.limit
            )}{' '}
            used
          </>
        ),
        aside: resetsAt && (
          <span className="muted small">
            until <Time at={resetsAt} zone={limit.timezone ?? timezone} />
          </span>
        ),
      })),
  );
}

/** Webhooks whose receiver took nothing for as long as deliveries are tried. */
export function useWebhookNeeds(): Needs {
  const query = api.useQuery('get', '/v1/webhooks', { params: { query: { limit: 200 } } });
  const failing = (query.data?.items ?? []).filter(({ pauseReason }) => pauseReason === 'failing');
  const needs = failing.slice(0, MOST).map(({ id, url, description, changedAt }) => ({
    key: id,
    kind: 'Webhook',
    tone: 'bad' as const,
    text: (
      <>
        <Said text={description ?? url} /> takes nothing, and is paused
      </>
    ),
    aside: (
      <span className="muted small">
        since <Time at={changedAt} />
      </span>
    ),
  }));
  return { query, needs };
}
