import { expect, test } from '@jest/globals';
import type { Event } from '../../../core/events.js';
import type { EventType } from '../../../core/event-types.js';
import { EVENT_TYPES } from '../../../core/event-types.js';
import { EventWorld } from '../../../../test/support/event-world.js';
import { noticeOf } from '../notices/notice-of.js';
import { cutEscaped, shown } from '../notices/shown.js';
import { mailOf } from './mail.js';
import { pagerDutyEvent } from './pager-duty-event.js';
import { slackMessage } from './slack-message.js';
import { teamsMessage } from './teams-message.js';

const SURROUNDINGS = { budgetName: 'research', currency: 'USD', consoleUrl: 'https://purser.example.com' };

/** Markup of every receiver, a change of direction, a letter of no width, half a character, and 8 KiB. */
const HOSTILE = `<b>&"'*_~\`[x](y)<!here>\u202e\u200b\ud83d ${'𝄞'.repeat(4_000)}`;

/** What waits for people, asked for with hostile words. */
function asked(fields: Record<string, unknown> = {}): Event {
  const world = new EventWorld();
  world.asks(2);
  return world.events('reserve', {
    reservationId: 'rsv_1',
    amount: '20',
    vendor: 'acme',
    reason: HOSTILE,
    context: { note: HOSTILE },
    ...fields,
  })[0]!;
}

test('text of others is on one line, without what is not seen, and no longer than it may be', () => {
  expect(shown('a\r\n\tb\u202e\u200bc', 10)).toBe('a b c');
  expect(shown('abcdef', 6)).toBe('abcdef');
  expect(shown('abcdefg', 6)).toBe('abcde…');
  // The half that is left of a character is left out.
  expect(shown('abcd𝄞f', 6)).toBe('abcd…');
  expect(shown(HOSTILE, 600).isWellFormed()).toBe(true);
});

test('what is escaped is never cut within what a character became', () => {
  const escape = (character: string): string => (character === '&' ? '&amp;' : character);
  expect(cutEscaped('ab&', 7, escape)).toBe('ab&amp;');
  expect(cutEscaped('ab&&', 8, escape)).toBe('ab&amp;…');
  expect(cutEscaped('&&', 5, escape)).toBe('…');
});

test('a request for approval says who asks for what, which limit it passes, who has to agree, and where', () => {
  expect(noticeOf(asked({ reason: 'GPU hours', context: undefined }), SURROUNDINGS)).toEqual({
    title: 'Approval needed: 20 USD for acme',
    sentences: [
      'tester asks research for 20 USD for acme.',
      expect.stringMatching(/^Daily limit of .*: 10 of 10 USD left; this asks for 20\.$/),
      expect.stringMatching(/^2 people have to agree by 2026-01-15T12:10:00\.000Z\.$/),
    ],
    facts: [
      { name: 'Budget', text: 'research' },
      { name: 'Vendor', text: 'acme' },
      { name: 'Asked by', text: 'tester' },
      { name: 'Reason', text: 'GPU hours' },
      { name: 'Reservation', text: 'rsv_1' },
    ],
    about: 'rsv_1',
    link: 'https://purser.example.com/approvals/rsv_1',
    waits: { reservationId: 'rsv_1', fingerprint: null },
  });
});

test('every type of event reads as a sentence or two, whatever its entry has', () => {
  const event = asked();
  for (const type of EVENT_TYPES) {
    const { title, sentences } = noticeOf({ ...event, type }, SURROUNDINGS);
    expect(title).toMatch(/^[A-Z][a-z ]+: .+/);
    expect([type, sentences.every((one) => one !== '' && !one.includes('undefined'))]).toEqual([type, true]);
  }
});

test('Slack gets plain text alone, escaped and within its bounds', () => {
  const { blocks, text, mrkdwn } = slackMessage(noticeOf(asked(), SURROUNDINGS), true);
  expect([text, mrkdwn]).toEqual(['Approval needed: 20 USD for acme', false]);
  expect(blocks.length).toBeLessThanOrEqual(50);
  const hasButtons = (wanted: boolean): boolean =>
    JSON.stringify(slackMessage(noticeOf(asked(), SURROUNDINGS), wanted)).includes('"action_id":"approve"');
  expect([hasButtons(true), hasButtons(false)]).toEqual([true, false]);
  const all = JSON.stringify(blocks);
  expect(all).toContain('&lt;b&gt;&amp;');
  expect(all).not.toMatch(/<|>|"mrkdwn"|[\u202e\u200b]/);
  expect(all.isWellFormed()).toBe(true);
  const texts = blocks.flatMap((block) => [block.text, ...((block.fields as unknown[]) ?? [])]);
  const lengths = texts.flatMap((one) => (one ? [(one as { text: string }).text.length] : []));
  expect(Math.max(...lengths)).toBeLessThanOrEqual(3_000);
});

test('a card for Teams has no block that would read markup', () => {
  const card = JSON.stringify(teamsMessage(noticeOf(asked(), SURROUNDINGS)));
  expect(card).not.toMatch(/"TextBlock"|"FactSet"/);
  expect(Buffer.byteLength(card)).toBeLessThan(28_000);
});

test('a mail has its text twice, and in HTML nothing that others wrote is markup', () => {
  const { subject, text, html } = mailOf(noticeOf(asked(), SURROUNDINGS));
  expect(subject).toBe('Approval needed: 20 USD for acme');
  expect(text).toContain(`Open in Purser: https://purser.example.com/approvals/rsv_1`);
  expect(text).toContain('Reason: <b>');
  expect(html).not.toContain('<b>');
  expect(html).toContain('&lt;b&gt;&amp;&quot;&#39;');
});

test.each<[EventType, 'trigger' | 'resolve', string]>([
  ['reservation.pending_approval', 'trigger', 'purser/rsv_1'],
  ['reservation.approved', 'resolve', 'purser/rsv_1'],
  ['reservation.rejected', 'resolve', 'purser/rsv_1'],
  ['reservation.expired', 'resolve', 'purser/rsv_1'],
  ['reservation.released', 'resolve', 'purser/rsv_1'],
  ['budget.paused', 'trigger', 'purser/budget_'],
  ['budget.frozen', 'trigger', 'purser/budget_'],
  ['budget.resumed', 'resolve', 'purser/budget_'],
  ['budget.closed', 'resolve', 'purser/budget_'],
  ['reservation.denied', 'trigger', 'evt_'],
])('%s is a %s of the incident %s… of PagerDuty', (type, deed, key) => {
  const event: Event = { ...asked(), type };
  const sent = pagerDutyEvent(event, noticeOf(event, SURROUNDINGS), {
    routingKey: 'key',
    severity: 'warning',
  }) as Record<string, unknown>;
  expect(sent).toMatchObject({ routing_key: 'key', event_action: deed });
  expect(sent.dedup_key).toMatch(new RegExp(`^${key}`));
  expect('payload' in sent).toBe(deed === 'trigger');
});
