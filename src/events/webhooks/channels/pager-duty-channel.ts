import { isApproved } from '../../../core/approvals.js';
import type { Event } from '../../../core/events.js';
import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import type { PagerDutyCredentials, PagerDutySettings } from '../kinds.js';
import type { Notices } from '../notices/notices.js';
import type { Sender } from '../sender.js';
import type { HeldWebhook } from '../sql/hold.js';
import { refusable, type Channel, type SentEvent } from './channel.js';
import { pagerDutyEvent } from './pager-duty-event.js';

/** Where PagerDuty takes events. */
const ORIGINS: Readonly<Record<PagerDutySettings['region'], string>> = {
  us: 'https://events.pagerduty.com',
  eu: 'https://events.eu.pagerduty.com',
};

/** Incidents of a service of PagerDuty, by its Events API v2. */
export class PagerDutyChannel implements Channel {
  readonly atOnce = 1;

  constructor(
    private readonly sender: Sender,
    private readonly notices: Notices,
    /** Where PagerDuty is, if somewhere else. */
    private readonly origin: string | undefined,
  ) {}

  /** Of what expires or is released, what waited for people until then: there is an incident of that. */
  wants({ type, data }: Event): boolean {
    if (type !== 'reservation.expired' && type !== 'reservation.released') return true;
    return !isApproved(data.entry.reservation?.approval ?? null);
  }

  async send(webhook: HeldWebhook, event: SentEvent, abort: AbortSignal): Promise<DeliveryAttempt | null> {
    const { routingKey } = JSON.parse(webhook.credentials) as PagerDutyCredentials;
    const { region, severity } = JSON.parse(webhook.settings) as PagerDutySettings;
    const body = pagerDutyEvent(event, await this.notices.of(webhook, event), { routingKey, severity });
    const url = `${this.origin ?? ORIGINS[region]}/v2/enqueue`;
    return refusable(await this.sender.send(url, {}, JSON.stringify(body), abort));
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}
