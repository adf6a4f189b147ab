import type { FullEnvelope } from '@purser/sdk';
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
import { BudgetName } from '../../parts/names.js';
import { useApprovals } from '../../parts/use-approvals.js';
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

/** Budgets that paid more than there was. */
export function useDebtNeeds(): Needs {
  const query = api.useQuery('get', '/v1/budgets', { params: { query: { overdrawn: true, limit: MOST } } });
  const needs = (query.data?.items ?? []).map(({ id, name, currency, scale, balances }) => ({
    key: `${id} overdraft`,
    kind: 'Overdraft',
    tone: 'bad' as const,
    text: (
      <>
        <BudgetName id={id} name={name} /> paid{' '}
        <Amount value={balances.overdraft} currency={currency} scale={scale} /> more than it was given
      </>
    ),
    aside: null,
  }));
  return { query, needs };
}

/** Limits that are used up, or nearly so, the fullest first. */
export function useLimitNeeds(): Needs {
  const shareFrom = String(CLOSE_PERCENT / 100);
  const query = api.useQuery('get', '/v1/envelopes', {
    params: { query: { shareFrom, expand: ['budget'], limit: MOST } },
  });
  return { query, needs: (query.data?.items ?? []).map(limitNeed) };
}

function limitNeed(limit: FullEnvelope): Need {
  const { id, budget, budgetId, budgetName, usage, timezone } = limit;
  const amount = (value: string, currency?: string): ReactNode =>
    limit.metric === 'amount' ? <Amount value={value} currency={currency} scale={budget?.scale} /> : value;
  return {
    key: `${id} ${usage.key}`,
    kind: 'Limit',
    tone: isPercentOf(usage.used, 100, limit.limit) ? 'bad' : 'warn',
    text: (
      <>
        <Said text={limit.name ?? limitText(limit)} /> of <BudgetName id={budgetId} name={budgetName} />
        {usage.key !== null && (
          <>
            {' '}
            for <Said text={usage.key} />
          </>
        )}
        : {amount(usage.used)} of {amount(limit.limit, budget?.currency)} used
      </>
    ),
    aside: usage.resetsAt && (
      <span className="muted small">
        until <Time at={usage.resetsAt} zone={timezone ?? budget?.timezone} />
      </span>
    ),
  };
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
