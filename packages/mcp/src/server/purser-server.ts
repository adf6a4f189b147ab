import { McpServer } from '@modelcontextprotocol/server';
import type { Approval, Purser, Reservation } from '@purser/sdk';
import { z } from 'zod';
import { FIELDS } from './fields.js';
import { namedKey } from './named-key.js';
import { orDenied, said } from './results.js';

export interface PurserServerOptions {
  readonly purser: Purser;
  /** The budget that is meant where none is named. Left out: that of the key. */
  readonly budget?: string | undefined;
}

const INSTRUCTIONS =
  'You have a budget. Before a call that costs money, reserve the most that it can cost; make the call only when the answer says held; ' +
  'then settle what it did cost, or release it if it was not made. A denial says what would pass, and when.';

/** An MCP server of Purser itself: for agents that speak MCP and nothing else. */
export function purserServer({ purser, budget: own }: PurserServerOptions): McpServer {
  const server = new McpServer({ name: 'purser', version: '0.1.0' }, { instructions: INSTRUCTIONS });
  const budgetOf = async (asked: string | undefined): Promise<string> => {
    const id = asked ?? own ?? (await purser.principal()).budgetId;
    if (id === null) throw new TypeError('the key has no budget of its own: name one');
    return id;
  };
  readingTools(server, purser, budgetOf);
  payingTools(server, purser, budgetOf);
  delegation(server, purser, budgetOf);
  return server;
}

type BudgetOf = (asked: string | undefined) => Promise<string>;

const READS = { readOnlyHint: true };

function readingTools(server: McpServer, purser: Purser, budgetOf: BudgetOf): void {
  server.registerTool(
    'budget',
    {
      description: 'What is left of a budget, and its limits.',
      inputSchema: z.object(FIELDS.budget),
      annotations: READS,
    },
    ({ budget }) =>
      orDenied('budget', async () => {
        const { id, name, state, currency, balances, ceiling, envelopes } = await purser.budgets.get(
          await budgetOf(budget),
        );
        const sentence = `${name} is ${state}: ${balances.spent} ${currency} spent, ${balances.available} available, ${ceiling} at most.`;
        return said(sentence, { id, name, state, currency, ceiling, ...balances, limits: envelopes });
      }),
  );
  server.registerTool(
    'ask',
    {
      description: 'Whether a reservation would pass now. Nothing is set aside.',
      inputSchema: z.object(FIELDS.ask),
      annotations: READS,
    },
    ({ budget, ...what }) =>
      orDenied('ask', async () => {
        const { admissible, code, amount, largestAdmissible, retryAt, violations, approval } =
          await purser.decide({
            budgetId: await budgetOf(budget),
            ...what,
          });
        const people = approval ? ' after people have approved it' : '';
        const why = violations.map(({ message }) => message).join(' ');
        const sentence = admissible ? `${amount} would pass${people}.` : `It would not pass. ${why}`;
        return said(sentence, {
          admissible,
          code,
          amount,
          largestAdmissible,
          retryAt,
          needsApproval: approval !== null,
        });
      }),
  );
  server.registerTool(
    'estimate',
    {
      description: 'What usage of an item costs, and whether that would pass now.',
      inputSchema: z.object(FIELDS.estimate),
      annotations: READS,
    },
    ({ budget, vendor, item, usage }) =>
      orDenied('estimate', async () => {
        const candidates = [{ vendor, item, usage }];
        const found = await purser.prices.estimate({ budgetId: await budgetOf(budget), candidates });
        const {
          amount = null,
          admissible = false,
          detail = null,
          retryAt = null,
        } = found.candidates[0] ?? {};
        const sentence = amount === null ? `${vendor} has no price for ${item}.` : `It costs ${amount}.`;
        return said(sentence, { amount, admissible, detail, retryAt });
      }),
  );
}

function payingTools(server: McpServer, purser: Purser, budgetOf: BudgetOf): void {
  server.registerTool(
    'reserve',
    {
      description: 'Sets aside the most that a call can cost. Make the call only when the state is held.',
      inputSchema: z.object(FIELDS.reserve),
    },
    ({ budget, run, task, seconds, attempt, ...what }) =>
      orDenied('reserve', async () => {
        const body = {
          ...what,
          runId: run ?? null,
          taskId: task ?? null,
          ...(seconds !== undefined && { ttlSeconds: seconds }),
        };
        const how = attempt === undefined ? {} : { idempotencyKey: await namedKey('reserve', attempt) };
        return saidOf(await purser.reservations.create({ budgetId: await budgetOf(budget), ...body }, how));
      }),
  );
  server.registerTool(
    'settle',
    {
      description:
        'Pays what a call did cost; the rest is available again. Repeated with the same cost, it pays once.',
      inputSchema: z.object(FIELDS.settle),
    },
    ({ reservation, amount, usage, externalId }) =>
      orDenied('settle', async () => {
        const cost = { ...(amount !== undefined && { total: amount }), ...(usage && { totalUsage: usage }) };
        const said = { ...cost, externalId: externalId ?? null, overage: 'overdraft' } as const;
        // The first answer may be lost: the same cost once more is the same settlement.
        const idempotencyKey = await namedKey('settle', reservation, JSON.stringify(said));
        return saidOf(await purser.reservations.commit(reservation, said, { idempotencyKey }));
      }),
  );
  server.registerTool(
    'release',
    {
      description: 'Gives back what is held: the call was certainly not made.',
      inputSchema: z.object(FIELDS.release),
    },
    ({ reservation, reason }) =>
      orDenied('release', async () =>
        saidOf(
          await purser.reservations.release(
            reservation,
            { reason: reason ?? null },
            { idempotencyKey: await namedKey('release', reservation, reason ?? '') },
          ),
        ),
      ),
  );
  server.registerTool(
    'wait',
    {
      description: 'Waits until people have decided on a reservation.',
      inputSchema: z.object(FIELDS.wait),
      annotations: READS,
    },
    ({ reservation, seconds }) =>
      orDenied('wait', async () =>
        saidOf(await purser.reservations.get(reservation, { waitSeconds: seconds ?? 30 })),
      ),
  );
}

function delegation(server: McpServer, purser: Purser, budgetOf: BudgetOf): void {
  server.registerTool(
    'delegate',
    {
      description:
        'Gives a part of the budget to another agent, with a key of its own. Whoever reads the answer can spend it.',
      inputSchema: z.object(FIELDS.delegate),
    },
    ({ budget, ref, guarantee, ceiling, vendors }) =>
      orDenied('delegate', async () => {
        const {
          budget: child,
          key,
          existed,
        } = await purser.delegate({
          parent: await budgetOf(budget),
          ref,
          name: ref,
          ...(guarantee !== undefined && { guarantee }),
          ceiling,
          ...(vendors && { key: { scopes: { vendors } } }),
        });
        return said(`${ref} may spend up to ${child.ceiling}.`, {
          budget: child.id,
          key,
          existed,
          ceiling: child.ceiling,
        });
      }),
  );
}

/** What a reservation has come to, in words. */
const STATES: Record<Reservation['state'], string> = {
  held: 'It is held: make the call, then settle it.',
  pending_approval: 'People have to approve it first: wait.',
  committed: 'It is paid.',
  released: 'It was released: nothing is held for it.',
  expired: 'Its time is over: nothing is held for it.',
  rejected: 'People have refused it.',
};

type AnyReservation = Pick<
  Reservation,
  'id' | 'state' | 'amount' | 'held' | 'committed' | 'remainingTtlMs' | 'claim'
> & { readonly approval: Pick<Approval, 'needed' | 'deadline' | 'rejection'> | null };

function saidOf({ id, state, amount, held, committed, remainingTtlMs, approval, claim }: AnyReservation) {
  const waits = approval && {
    needed: approval.needed,
    deadline: approval.deadline,
    rejection: approval.rejection,
  };
  const claimed = claim?.amount ?? null;
  return said(STATES[state], {
    reservation: id,
    state,
    amount,
    held,
    committed,
    remainingTtlMs,
    approval: waits,
    claimed,
  });
}
