import type { FastifyRequest } from 'fastify';
import { reserveAsked } from '../reservations/reservation-commands.js';
import { keyedOrigin, originOf } from './origin.js';

const request = (principal: string, headers: Record<string, string> = {}): FastifyRequest =>
  ({ principal: { id: principal, name: 'x' }, id: 'req-1', headers }) as unknown as FastifyRequest;

const BUDGET = 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8';

describe('origins', () => {
  it('are the same for the same request, however it is written', () => {
    const one = reserveAsked({ budgetId: BUDGET, amount: '1', metadata: { a: '1', b: '2' } });
    const other = reserveAsked({
      metadata: { b: '2', a: '1' },
      vendor: null,
      ttlSeconds: 600,
      amount: '1',
      budgetId: BUDGET,
    });
    expect(keyedOrigin(request('admin'), 'k', one)).toEqual(keyedOrigin(request('admin'), 'k', other));
  });

  it.each([
    ['another amount', { amount: '2' }],
    ['the amount written otherwise', { amount: '1.0' }],
    ['another vendor', { vendor: 'openai' }],
    ['another context', { context: { a: 1 } }],
    ['another time to live', { ttlSeconds: 601 }],
  ])('tell %s', (_, change) => {
    const fingerprint = (more: object) =>
      keyedOrigin(request('admin'), 'k', reserveAsked({ budgetId: BUDGET, amount: '1', ...more }))
        .fingerprint;
    expect(fingerprint(change)).not.toBe(fingerprint({}));
  });

  it('give each principal keys of its own', () => {
    const key = (principal: string, text: string) => keyedOrigin(request(principal), text, {}).requestKey;
    expect(key('a', 'k')).not.toBe(key('b', 'k'));
    expect(key('a', 'k')).not.toBe(key('a', 'l'));
    expect(key('a', 'k')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it.each([
    [undefined, 'Send an Idempotency-Key'],
    ['', 'Send an Idempotency-Key'],
    ['a, b', 'Idempotency-Key must be'],
    ['x'.repeat(256), 'Idempotency-Key must be'],
  ])('want a key: %s is none', (key, message) => {
    expect(() => originOf(request('admin', key === undefined ? {} : { 'idempotency-key': key }), {})).toThrow(
      message,
    );
  });
});
