import { reached } from '../../database/reached.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import type { EntryContent } from '../../core/entries.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { slackMessage } from './channels/slack-message.js';
import { noticeOf } from './notices/notice-of.js';
import { saying } from './notices/notice.js';
import { Sender, type SenderOptions } from './sender.js';
import { clickDigest, isSignedBySlack, type SlackProof } from './slack-signature.js';
import { findButtons, rememberClick, type ButtonedWebhook } from './sql/slack-clicks.js';

/** Slack waits three seconds for the answer to a click, in which its message is to change. */
const REPLY_MS = 2_000;

/** A click that Slack has signed, and that was not taken before. */
export interface SlackClick {
  /** Of the webhook, in whose subtree its buttons decide; null for all trees. */
  budgetId: string | null;
  /** The holders of keys by the ids of Slack's users. */
  people: ButtonedWebhook['people'];
  /** Where the messages of the webhook go. */
  origin: string;
  digest: string;
  body: string;
}

/** What was decided. */
interface DecidedApproval {
  entry: EntryContent;
  budget: { name: string };
  tree: { currency: string };
}

/** What comes of the buttons of Slack's messages: clicks that are proved once, and what people are shown then. */
export class SlackButtons {
  private readonly sender: Sender;

  constructor(
    private readonly link: ResilientClient,
    private readonly options: SenderOptions & { consoleUrl: string | null },
  ) {
    this.sender = new Sender({ ...options, timeoutMs: REPLY_MS });
  }

  /** Null for what Slack has not signed for this webhook a moment ago, and for what was taken before. */
  async take(webhookId: string, body: Buffer, proof: SlackProof): Promise<SlackClick | null> {
    const webhook = await reached(this.link.use((sql) => findButtons(sql, uuidOf(webhookId))));
    if (!webhook || !isSignedBySlack(webhook.signingSecret, body, proof)) return null;
    const digest = clickDigest(body, proof.timestamp);
    if (!(await reached(this.link.use((sql) => rememberClick(sql, webhook, digest))))) return null;
    const { budget_id: budget, people, url } = webhook;
    return {
      budgetId: budget && idOf('budget', budget),
      people,
      origin: new URL(url).origin,
      digest,
      body: body.toString(),
    };
  }

  /** Puts what was decided in the place of the message: with buttons as long as others have to agree. */
  async replace(
    click: SlackClick,
    responseUrl: string,
    { entry, budget, tree }: DecidedApproval,
  ): Promise<void> {
    const { treeId, budgetId, version, at: timestamp } = entry;
    const data = { treeId, budgetId, version, entry };
    const surroundings = {
      budgetName: budget.name,
      currency: tree.currency,
      consoleUrl: this.options.consoleUrl,
    };
    const notice = noticeOf({ id: click.digest, type: typeAfter(entry), timestamp, data }, surroundings);
    await this.reply(click, responseUrl, { replace_original: true, ...slackMessage(notice, true) });
  }

  /** Shows a sentence to the one who clicked alone. */
  async whisper(click: SlackClick, responseUrl: string, text: string): Promise<void> {
    const message = slackMessage(saying(text), false);
    await this.reply(click, responseUrl, { response_type: 'ephemeral', replace_original: false, ...message });
  }

  close(): Promise<void> {
    return this.sender.close();
  }

  /** Slack names the address: it has to be where the messages go, and to keep to the rules of all. What fails changes nothing. */
  private async reply({ origin }: SlackClick, responseUrl: string, message: object): Promise<void> {
    if (!URL.canParse(responseUrl) || new URL(responseUrl).origin !== origin) return;
    await this.sender.send(responseUrl, {}, JSON.stringify(message), new AbortController().signal);
  }
}

function typeAfter({ reservation }: EntryContent) {
  if (reservation?.state === 'pending_approval') return 'reservation.pending_approval' as const;
  return reservation?.state === 'rejected'
    ? ('reservation.rejected' as const)
    : ('reservation.approved' as const);
}
