import { Api, type HttpResponse, type Problem } from './generated/class.js';
import { heldOf, newKeys, present, type Story } from './story.js';

/** The whole lifecycle with the class that swagger-typescript-api makes. No cast: the document has to be enough. */
export async function storyWithClass(baseUrl: string, key: string): Promise<Story> {
  const { v1 } = new Api({
    baseUrl,
    securityWorker: () => ({ headers: { Authorization: `Bearer ${key}` } }),
    baseApiParams: { secure: true },
  });
  const newKey = newKeys();
  const write = () => ({ headers: { 'Idempotency-Key': newKey() } });
  const under = (revision: number) => ({
    headers: { 'Idempotency-Key': newKey(), 'If-Match': `"${revision}"` },
  });

  const { data: root } = await v1.createBudget(
    { name: 'root', currency: 'USD', allocation: '100', metadata: { team: 'research' } },
    write(),
  );
  const { data: child } = await v1.delegateBudget(
    root.id,
    {
      name: 'agent',
      guarantee: '10',
      ceiling: '20',
      policy: { vendors: { deny: ['casino'] } },
      envelopes: [{ window: 'day', limit: '15', per: 'vendor' }],
    },
    write(),
  );

  const { data: envelope } = await v1.createEnvelope(
    child.id,
    { window: 'transaction', limit: '9', name: 'one call' },
    under(child.revision),
  );
  const { data: changed } = await v1.updateEnvelope(envelope.id, { limit: '8' }, under(child.revision + 1));
  const { data: deleted } = await v1.deleteEnvelope(envelope.id, under(child.revision + 2));
  const { data: updated } = await v1.updateBudget(
    child.id,
    { name: 'agent one', metadata: null },
    under(child.revision + 3),
  );
  const stale = await problemOf(v1.updateBudget(child.id, { name: 'too late' }, under(child.revision)));

  const same = write();
  const asked = { budgetId: child.id, amount: '5', vendor: 'openai', runId: 'run-1', context: { step: 1 } };
  const { data: reservation } = await v1.createReservation(asked, same);
  if (reservation.state !== 'held') throw new Error('nothing is held');
  const { data: replayed } = await v1.createReservation(asked, same);
  const { data: asking } = await v1.createBudget(
    {
      name: 'asking',
      currency: 'USD',
      allocation: '100',
      envelopes: [
        {
          window: 'transaction',
          limit: '5',
          onExceed: 'approve',
          approve: { approvals: 1, withinSeconds: 900 },
        },
      ],
    },
    write(),
  );
  const { data: waits } = await v1.createReservation({ budgetId: asking.id, amount: '6' }, write());

  const denial = await problemOf(
    v1.createReservation({ budgetId: child.id, amount: '50', vendor: 'openai' }, write()),
  );
  const violation = present(denial.violations?.[0]);
  const { data: decided } = await v1.createDecision({ budgetId: child.id, amount: '1', vendor: 'casino' });

  await v1.extendReservation(reservation.id, { ttlSeconds: 60 }, write());
  const { data: committed } = await v1.commitReservation(reservation.id, { amount: '4.25' }, write());
  const { data: refunded } = await v1.refundReservation(
    reservation.id,
    { amount: '0.25', reason: 'billed twice' },
    write(),
  );
  const { data: other } = await v1.createReservation({ budgetId: child.id, amount: '1' }, write());
  const { data: released } = await v1.releaseReservation(other.id, undefined, write());

  const { data: batch } = await v1.batchReservations({
    commands: [
      { type: 'reserve', idempotencyKey: newKey(), budgetId: child.id, amount: '0.5' },
      { type: 'commit', idempotencyKey: newKey(), reservationId: reservation.id, amount: '1' },
      { type: 'release', idempotencyKey: newKey(), reservationId: reservation.id },
    ],
  });

  const { data: frozen } = await v1.freezeBudget(child.id, undefined, write());
  const { data: resumed } = await v1.resumeBudget(child.id, { reason: 'looked at' }, write());
  await v1.fundBudget(root.id, { amount: '5' }, write());
  await v1.defundBudget(root.id, { amount: '5' }, write());

  const { data: entries } = await v1.listEntries(child.id, { limit: 100 });
  const { data: balance } = await v1.getBalance(child.id);
  const { data: verified } = await v1.verifyBudget(child.id);
  const { data: list } = await v1.listReservations({
    budgetId: root.id,
    subtree: true,
    state: ['committed'],
  });
  const { data: tree } = await v1.getBudgetTree(root.id, { depth: 2 });
  const { data: read } = await v1.getBudget(child.id);
  const { data: closed } = await v1.closeBudget(root.id, { holds: 'release' }, write());

  return {
    currency: root.currency,
    childGuarantee: child.guarantee,
    revisions: [child.revision, updated.revision, read.revision],
    envelopeLimits: [envelope.limit, changed.limit, deleted.limit],
    held: heldOf(reservation),
    replayedSame: replayed.id === reservation.id,
    committed: committed.committed,
    refunded: refunded.refunded,
    released: released.state,
    denial: { code: denial.code, rule: violation.rule, largestAdmissible: present(denial.largestAdmissible) },
    admissible: decided.admissible,
    batch: batch.results.map((result) =>
      result.outcome === 'accepted' ? result.body.state : result.body.code,
    ),
    states: [frozen.state, resumed.state],
    kinds: entries.items.map(({ content }) => content.kind),
    spent: balance.balances.spent,
    valid: verified.valid,
    listed: list.items.length,
    // Of one that waits the type says that it has an approval.
    asks: waits.state === 'pending_approval' ? waits.approval.needed : 0,
    treeDepth: present(tree.children[0]).depth,
    closedState: closed.state,
    stale: { code: stale.code, current: present(stale.current) },
  };
}

/** This client throws the response of a failure, whose type a catch cannot know. */
async function problemOf<T, E extends Problem>(call: Promise<HttpResponse<T, E>>): Promise<E> {
  return await call.then(
    () => {
      throw new Error('the call should have failed');
    },
    (failure: HttpResponse<T, E>) => failure.error,
  );
}
