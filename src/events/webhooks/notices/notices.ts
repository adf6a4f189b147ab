import { uuidOf } from '../../../ids/ids.js';
import type { ResilientClient } from '../../../database/resilient-client.js';
import type { HeldWebhook } from '../sql/hold.js';
import { findNames } from '../sql/find-names.js';
import { PING, type SentEvent } from '../channels/channel.js';
import type { Notice } from './notice.js';
import { noticeOf } from './notice-of.js';

/** Writes what people are to read, with the names that things have now. */
export class Notices {
  constructor(
    private readonly link: ResilientClient,
    private readonly consoleUrl: string | null,
  ) {}

  async of({ escalate_after: escalateAfter }: HeldWebhook, event: SentEvent): Promise<Notice> {
    const names =
      event.type === PING ? null : await this.link.use((sql) => findNames(sql, uuidOf(event.data.budgetId)));
    return noticeOf(event, {
      budgetName: names?.name ?? '',
      currency: names?.currency ?? '',
      consoleUrl: this.consoleUrl,
      escalateAfter,
    });
  }
}
