import type { Case } from '../contest.js';
import { fillSpend } from '../support/spend-sums.js';

/** Budgets of the tree that spent. */
const BUDGETS = 1_000;

const BY_CHILD = 'groupBy=vendor&groupBy=child';
const BY_DAY = 'groupBy=day&groupBy=vendor';
const BY_TEAM = 'groupBy=day&groupBy=labels.team';
const BY_CUSTOMER = 'groupBy=day&groupBy=labels.customer';
const BY_RUN = 'groupBy=day&groupBy=run';

/** Spend of a month by what is asked, one question after the other, against another question. */
const spend = (name: string, title: string, query: string, otherTitle: string, other: string): Case => ({
  name,
  title: `spend of a month in ${BUDGETS} budgets ${title}, by p50`,
  against: otherTitle,
  figure: ({ p50 }) => 1 / p50,
  async prepare(stage) {
    const { history, smoke } = stage.options;
    const database = await stage.database();
    const service = await stage.service(database);
    const dimensions = ['team', 'customer'];
    const root = { name: 'bench', currency: 'USD', allocation: '100000000', dimensions };
    const [rootId] = (await stage.create(service, [{ path: '/v1/budgets', body: root }])) as [string];
    const body = { name: 'bench', guarantee: '1' };
    const count = smoke ? 10 : BUDGETS;
    const children = Array.from({ length: count }, () => ({ path: `/v1/budgets/${rootId}/children`, body }));
    const budgetIds = [rootId, ...(await stage.create(service, children))];
    await fillSpend(database, budgetIds, history);
    await stage.postgres.settle(database);
    const [key] = (await stage.keys(service, [rootId])) as [string];
    const asking = (text: string) => ({
      targets: [service.url],
      connections: 1,
      traffic: { kind: 'read' as const, path: `/v1/spend?budgetId=${rootId}&${text}`, key },
    });
    return { subject: asking(query), against: asking(other), services: [service] };
  },
});

/** The questions that have goals, and one that has as many groups as there are runs. */
export const SPEND_CASES: readonly Case[] = [
  spend('spend', 'by vendor and child', BY_CHILD, 'by day and vendor', BY_DAY),
  spend('spend-day', 'by day and vendor', BY_DAY, 'by day and run', BY_RUN),
  spend('spend-team', 'by day and a label of budgets', BY_TEAM, 'by vendor and child', BY_CHILD),
  spend('spend-customer', 'by day and a label of calls', BY_CUSTOMER, 'by vendor and child', BY_CHILD),
  spend('spend-run', 'by day and run', BY_RUN, 'by vendor and child', BY_CHILD),
];
