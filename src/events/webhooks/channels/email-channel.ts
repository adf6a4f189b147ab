import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import { idOf } from '../../../ids/ids.js';
import type { EmailSettings } from '../kinds.js';
import type { Notice } from '../notices/notice.js';
import type { Notices } from '../notices/notices.js';
import type { HeldWebhook } from '../sql/hold.js';
import type { Channel, SentEvent } from './channel.js';
import { mailOf } from './mail.js';
import { Mailer, type MailOptions } from './mailer.js';

export type { MailOptions } from './mailer.js';

/** Mails, by the mail server of the service. */
export class EmailChannel implements Channel {
  readonly atOnce = 1;
  private readonly mailer: Mailer | null;

  constructor(
    mail: MailOptions | null,
    timeoutMs: number,
    private readonly notices: Notices,
  ) {
    this.mailer = mail && new Mailer(mail, timeoutMs);
  }

  async send(webhook: HeldWebhook, event: SentEvent, abort: AbortSignal): Promise<DeliveryAttempt | null> {
    const { mailer } = this;
    // Kept from a time when the configuration had one.
    if (!mailer) return { delivered: false, status: null, error: 'the service has no mail server' };
    const { to } = JSON.parse(webhook.settings) as EmailSettings;
    const notice = await this.notices.of(webhook, event);
    const { id, thread } = threadOf(webhook, event, notice, mailer.domain);
    const sent = { ...mailOf(notice), to, messageId: id, inReplyTo: thread, references: thread };
    return await mailer.send(sent, abort);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * The Message-ID of what is sent, which is the same whenever it is sent again, and that of the first mail about the same thing,
 * so that the others go with it. A request for approval is that first mail itself.
 */
function threadOf(
  { id: uuid }: HeldWebhook,
  event: SentEvent,
  { about, waits }: Notice,
  domain: string,
): { id: string; thread: string | undefined } {
  const idFor = (what: string): string => `<${what}.${idOf('webhook', uuid)}@${domain}>`;
  const first = idFor(about);
  return waits ? { id: first, thread: undefined } : { id: idFor(event.id), thread: first };
}
