import { randomUUID } from 'node:crypto';
import { HostileApi } from '../../support/hostile.js';

const ASKING = { window: 'day', limit: '1', onExceed: 'approve' };

/** Whatever is sent, the answer is a precise 4xx problem, and nothing has happened. */
describe('hostile fields', () => {
  let hostile: HostileApi;

  beforeAll(async () => {
    hostile = await HostileApi.start();
  });
  afterAll(async () => {
    await hostile.stop();
  });

  describe('fields', () => {
    const fields: [name: string, fields: object, field: string, rule: string][] = [
      ['an unknown field', { amout: '1' }, 'amout', 'unknown_field'],
      ['a field of a later version', { approvers: [] }, 'approvers', 'unknown_field'],
      ['hasOwnProperty', { hasOwnProperty: 1 }, 'hasOwnProperty', 'unknown_field'],
      ['constructor', { constructor: 1 }, 'constructor', 'unknown_field'],
      ['an amount as a number', { amount: 1 }, 'amount', 'amount'],
      ['an amount with an exponent', { amount: '1e3' }, 'amount', 'amount'],
      ['an amount with a sign', { amount: '-1' }, 'amount', 'amount'],
      ['an amount with a plus', { amount: '+1' }, 'amount', 'amount'],
      ['an amount of 30 digits', { amount: '1'.repeat(30) }, 'amount', 'amount'],
      ['an amount with 10 decimals', { amount: '0.0000000001' }, 'amount', 'amount'],
      ['an amount with a comma', { amount: '1,5' }, 'amount', 'amount'],
      ['an amount in other digits', { amount: '١' }, 'amount', 'amount'],
      ['an amount in hexadecimal', { amount: '0x10' }, 'amount', 'amount'],
      ['an amount with a leading zero', { amount: '01' }, 'amount', 'amount'],
      ['an amount with a newline', { amount: '1\n' }, 'amount', 'amount'],
      ['an empty amount', { amount: '' }, 'amount', 'amount'],
      ['Infinity', { amount: 'Infinity' }, 'amount', 'amount'],
      ['an amount that is an array', { amount: ['1'] }, 'amount', 'amount'],
      ['an amount that is null', { amount: null }, 'amount', 'amount'],
      ['an id of another kind', { budgetId: 'rsv_01k9v3n8h2f0g9x7m4q5r6s7t8' }, 'budgetId', 'id'],
      ['a bare UUID', { budgetId: randomUUID() }, 'budgetId', 'id'],
      ['SQL for an id', { budgetId: "budget_'; drop table budgets; --" }, 'budgetId', 'id'],
      ['an id too large for a UUID', { budgetId: 'budget_8zzzzzzzzzzzzzzzzzzzzzzzzz' }, 'budgetId', 'id'],
      ['an id in capitals', { budgetId: 'BUDGET_01K9V3N8H2F0G9X7M4Q5R6S7T8' }, 'budgetId', 'id'],
      ['an id that is an object', { budgetId: { $ne: null } }, 'budgetId', 'id'],
      ['a vendor in capitals', { vendor: 'OpenAI' }, 'vendor', 'name'],
      ['a vendor with a space', { vendor: 'open ai' }, 'vendor', 'name'],
      ['a vendor of 129 characters', { vendor: 'a'.repeat(129) }, 'vendor', 'name'],
      ['a vendor in look-alike letters', { vendor: 'оpenai' }, 'vendor', 'name'],
      ['an empty run', { runId: '' }, 'runId', 'reference'],
      ['a run with a tab', { runId: 'a\tb' }, 'runId', 'reference'],
      ['a time to live of zero', { ttlSeconds: 0 }, 'ttlSeconds', 'integer'],
      ['a time to live of 1.5 s', { ttlSeconds: 1.5 }, 'ttlSeconds', 'integer'],
      ['a time to live of a year', { ttlSeconds: 31_536_000 }, 'ttlSeconds', 'integer'],
      ['a time to live as text', { ttlSeconds: '60' }, 'ttlSeconds', 'integer'],
      ['an overage of another name', { overage: 'ignore' }, 'overage', 'choice'],
      ['an overage of Object.prototype', { overage: 'toString' }, 'overage', 'choice'],
      ['a long reason', { reason: 'x'.repeat(1001) }, 'reason', 'text'],
      ['a context that is an array', { context: [] }, 'context', 'context'],
      ['a context of more than 8 KiB', { context: { a: 'x'.repeat(8200) } }, 'context', 'context'],
      ['a context of 8 KiB in other letters', { context: { a: 'é'.repeat(4200) } }, 'context', 'context'],
      ['labels that are numbers', { metadata: { a: 1 } }, 'metadata', 'labels'],
      ['nested labels', { metadata: { a: { b: 'c' } } }, 'metadata', 'labels'],
      ['a label without a key', { metadata: { '': 'x' } }, 'metadata', 'labels'],
      [
        'too many labels',
        { metadata: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [i, ''])) },
        'metadata',
        'labels',
      ],
      ['a negative version', { expectedVersion: -1 }, 'expectedVersion', 'integer'],
      ['a version beyond what is exact', { expectedVersion: 2 ** 53 }, 'expectedVersion', 'integer'],
    ];

    it.each(fields)('%s', async (_, more, field, rule) => {
      const { status, body } = await hostile.send({ route: '/v1/reservations', body: hostile.reserve(more) });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
      expect(body.errors).toEqual([{ field, rule, message: expect.stringContaining(field) as string }]);
    });

    const envelopes: [name: string, envelope: unknown, field: string, rule: string][] = [
      ['not an object', 'day', 'envelopes.0', 'object'],
      ['without a window', { limit: '1' }, 'envelopes.0.window', 'required'],
      ['a window that is none', { window: 'year', limit: '1' }, 'envelopes.0.window', 'choice'],
      ['a limit with an exponent', { window: 'day', limit: '1e3' }, 'envelopes.0.limit', 'amount'],
      [
        'onExceed of a later version',
        { window: 'day', limit: '1', onExceed: 'escalate' },
        'envelopes.0.onExceed',
        'choice',
      ],
      [
        'eleven approvals',
        { ...ASKING, approve: { approvals: 11, withinSeconds: 60 } },
        'envelopes.0.approve.approvals',
        'integer',
      ],
      [
        'no time for approvals',
        { ...ASKING, approve: { approvals: 1, withinSeconds: 0 } },
        'envelopes.0.approve.withinSeconds',
        'integer',
      ],
      [
        'an approver twice',
        { ...ASKING, approve: { approvals: 1, withinSeconds: 60, approvers: ['ann', 'ann'] } },
        'envelopes.0.approve.approvers',
        'unique',
      ],
      [
        'an approver without a name',
        { ...ASKING, approve: { approvals: 1, withinSeconds: 60, approvers: [''] } },
        'envelopes.0.approve.approvers.0',
        'principal',
      ],
      ['approval by a word', { ...ASKING, approve: 'ann' }, 'envelopes.0.approve', 'object'],
      [
        'a zone that is none',
        { window: 'day', limit: '1', timezone: 'Mars/Olympus' },
        'envelopes.0.timezone',
        'time_zone',
      ],
      [
        'a zone that is an offset',
        { window: 'day', limit: '1', timezone: '+02:00' },
        'envelopes.0.timezone',
        'time_zone',
      ],
      [
        'no vendors',
        { window: 'day', limit: '1', match: { vendors: [] } },
        'envelopes.0.match.vendors',
        'array',
      ],
      [
        'a bad vendor',
        { window: 'day', limit: '1', match: { vendors: ['a', 'B'] } },
        'envelopes.0.match.vendors.1',
        'name',
      ],
      [
        'a vendor twice',
        { window: 'day', limit: '1', match: { vendors: ['a', 'a'] } },
        'envelopes.0.match.vendors',
        'unique',
      ],
      [
        'an unknown match',
        { window: 'day', limit: '1', match: { runs: ['a'] } },
        'envelopes.0.match.runs',
        'unknown_field',
      ],
    ];

    it.each(envelopes)('of an envelope: %s', async (_, envelope, field, rule) => {
      const body = JSON.stringify({ name: 'x', currency: 'USD', allocation: '1', envelopes: [envelope] });
      const answer = await hostile.send({ route: '/v1/budgets', body });
      expect(answer.body.errors).toMatchObject([{ field, rule }]);
    });

    const roots: [name: string, fields: object, field: string][] = [
      ['a currency of two letters', { currency: 'US' }, 'currency'],
      ['a currency in small letters', { currency: 'usd' }, 'currency'],
      ['ten decimals', { scale: 10 }, 'scale'],
      ['a negative scale', { scale: -1 }, 'scale'],
      ['an empty name', { name: '' }, 'name'],
      ['a name of 201 characters', { name: 'x'.repeat(201) }, 'name'],
      ['no envelopes', { envelopes: [] }, 'envelopes'],
      [
        '33 envelopes',
        { envelopes: Array.from({ length: 33 }, () => ({ window: 'day', limit: '1' })) },
        'envelopes',
      ],
      ['envelopes as an object', { envelopes: { length: 1 } }, 'envelopes'],
      ['a policy of another shape', { policy: { vendors: ['openai'] } }, 'policy.vendors'],
      ['a policy for runs', { policy: { runs: { allow: ['x'] } } }, 'policy.runs'],
    ];

    it.each(roots)('of a root: %s', async (_, more, field) => {
      const body = JSON.stringify({ name: 'x', currency: 'USD', allocation: '1', ...more });
      const answer = await hostile.send({ route: '/v1/budgets', body });
      expect([answer.status, answer.body.errors[0]?.field]).toEqual([400, field]);
    });

    const batches: [name: string, commands: unknown, field: string, rule: string][] = [
      ['nothing', [], 'commands', 'array'],
      ['no array', {}, 'commands', 'array'],
      ['a command that is none', ['reserve'], 'commands.0', 'kind'],
      ['a type that is none', [{ type: 'steal' }], 'commands.0', 'kind'],
      ['a type of Object.prototype', [{ type: 'constructor' }], 'commands.0', 'kind'],
      [
        'no key',
        [{ type: 'release', reservationId: 'rsv_01k9v3n8h2f0g9x7m4q5r6s7t8' }],
        'commands.0.idempotencyKey',
        'required',
      ],
      [
        'a key with a space',
        [{ type: 'release', idempotencyKey: 'a b', reservationId: 'rsv_01k9v3n8h2f0g9x7m4q5r6s7t8' }],
        'commands.0.idempotencyKey',
        'idempotency_key',
      ],
      [
        'a field of another type',
        [
          {
            type: 'release',
            idempotencyKey: 'a',
            reservationId: 'rsv_01k9v3n8h2f0g9x7m4q5r6s7t8',
            amount: '1',
          },
        ],
        'commands.0.amount',
        'unknown_field',
      ],
    ];

    it.each(batches)('of a batch: %s', async (_, commands, field, rule) => {
      const answer = await hostile.send({
        route: '/v1/reservations/batch',
        body: JSON.stringify({ commands }),
      });
      expect(answer.body.errors).toMatchObject([{ field, rule }]);
    });

    it('lets nothing of a batch pass in which one command is malformed', async () => {
      const good = { type: 'reserve', idempotencyKey: randomUUID(), budgetId: hostile.root, amount: '1' };
      const commands = [good, { ...good, amount: 1 }];
      const answer = await hostile.send({
        route: '/v1/reservations/batch',
        body: JSON.stringify({ commands }),
      });
      expect(answer.body.errors).toMatchObject([{ field: 'commands.1.amount', rule: 'amount' }]);
    });

    it('names several fields at once', async () => {
      const { body } = await hostile.send({ route: '/v1/reservations', body: '{"amount":1,"x":2}' });
      expect(body.errors.map((one: { field: string }) => one.field)).toEqual(['x', 'budgetId', 'amount']);
    });
  });
});
