import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { canonicalText, type JsonObject } from '../../core/canonical.js';
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
    ['another vendor', { vendor: 'openai' }],
    ['another context', { context: { a: 1 } }],
    ['another time to live', { ttlSeconds: 601 }],
  ])('differ for %s', (_, change) => {
    const fingerprint = (more: object) =>
      keyedOrigin(request('admin'), 'k', reserveAsked({ budgetId: BUDGET, amount: '1', ...more }))
        .fingerprint;
    expect(fingerprint(change)).not.toBe(fingerprint({}));
  });

  it.each<[string, object, object, object]>([
    ['an amount', { amount: '1.50' }, { amount: '1.5' }, { amount: '1.05' }],
    ['a whole amount', { amount: '10.00' }, { amount: '10' }, { amount: '100' }],
    ['nothing', { amount: '0.0' }, { amount: '0' }, { amount: '0.1' }],
    [
      'the limit of an envelope',
      { envelopes: [{ limit: '5.0' }, { relative: { atLeast: '1.0', atMost: null } }] },
      { envelopes: [{ limit: '5' }, { relative: { atLeast: '1', atMost: null } }] },
      { envelopes: [{ limit: '5' }, { relative: { atLeast: '1.1', atMost: null } }] },
    ],
    [
      'the scopes of a key',
      { key: { scopes: { largestAmount: '2.0' } } },
      { key: { scopes: { largestAmount: '2' } } },
      { key: { scopes: { largestAmount: '20' } } },
    ],
  ])('compare %s by its value', (_, written, short, other) => {
    const of = (asked: object) => keyedOrigin(request('admin'), 'k', asked);
    expect(of(written).fingerprint).toBe(of(short).fingerprint);
    expect(of(written).fingerprint).not.toBe(of(other).fingerprint);
    // As keys were kept before: by the text alone.
    const text = hash('sha256', canonicalText(written), 'hex').slice(0, 32);
    expect([of(written).formerFingerprint, of(short).formerFingerprint]).toEqual([text, undefined]);
  });

  it('take what callers nest freely as it stands', () => {
    const of = (context: JsonObject) =>
      keyedOrigin(request('admin'), 'k', reserveAsked({ budgetId: BUDGET, amount: '1', context }))
        .fingerprint;
    expect(of({ amount: '1.0' })).not.toBe(of({ amount: '1' }));
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
