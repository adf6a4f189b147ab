import type { EventType } from '../../../core/event-types.js';
import type { PagerDutySettings } from '../kinds.js';
import type { Notice } from '../notices/notice.js';
import { PING, type SentEvent } from './channel.js';

/** What an event does to an incident; what does neither is an incident of its own. */
const DEEDS: Readonly<Partial<Record<EventType, 'trigger' | 'resolve'>>> = {
  'reservation.pending_approval': 'trigger',
  'reservation.approved': 'resolve',
  'reservation.rejected': 'resolve',
  'reservation.expired': 'resolve',
  'reservation.released': 'resolve',
  'budget.paused': 'trigger',
  'budget.frozen': 'trigger',
  'budget.resumed': 'resolve',
  'budget.closed': 'resolve',
};

/** An event as PagerDuty takes it: what is about one approval, or one stopped budget, is one incident. */
export function pagerDutyEvent(
  event: SentEvent,
  { title, sentences, facts, about, link }: Notice,
  { routingKey, severity }: Pick<PagerDutySettings, 'severity'> & { routingKey: string },
): object {
  const deed = event.type === PING ? undefined : DEEDS[event.type];
  const addressed = {
    routing_key: routingKey,
    event_action: deed ?? 'trigger',
    dedup_key: deed === undefined ? event.id : `purser/${about}`,
  };
  if (deed === 'resolve') return addressed;
  return {
    ...addressed,
    client: 'Purser',
    ...(link !== null && { client_url: link, links: [{ href: link, text: 'Open in Purser' }] }),
    payload: {
      summary: title,
      source: facts.find(({ name }) => name === 'Budget')?.text ?? 'Purser',
      severity: event.type === PING ? 'info' : severity,
      timestamp: event.timestamp,
      component: about,
      class: event.type,
      custom_details: {
        what: sentences.join(' '),
        ...Object.fromEntries(facts.map(({ name, text }) => [name, text])),
      },
    },
  };
}
