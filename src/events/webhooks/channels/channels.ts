import type { ResilientClient } from '../../../database/resilient-client.js';
import type { WebhookKind } from '../kinds.js';
import { Notices } from '../notices/notices.js';
import { Sender, type SenderOptions } from '../sender.js';
import type { Channel } from './channel.js';
import { ChatChannel } from './chat-channel.js';
import { EmailChannel, type MailOptions } from './email-channel.js';
import { HttpChannel } from './http-channel.js';
import { PagerDutyChannel } from './pager-duty-channel.js';
import { slackMessage } from './slack-message.js';
import { teamsMessage } from './teams-message.js';

export interface ChannelOptions extends SenderOptions {
  /** Where the console is; null where nobody has said it. */
  consoleUrl: string | null;
  /** Where PagerDuty is, if somewhere else. */
  pagerDutyUrl: string | undefined;
  mail: MailOptions | null;
}

/** How the deliveries of each kind are made and sent. */
export function channelsOf(
  link: ResilientClient,
  options: ChannelOptions,
): Readonly<Record<WebhookKind, Channel>> {
  const { consoleUrl, pagerDutyUrl, mail, timeoutMs, allowPrivate } = options;
  const notices = new Notices(link, consoleUrl);
  // Where whoever runs the service says that PagerDuty is, it is.
  const toPagerDuty = { ...options, allowPrivate: allowPrivate || pagerDutyUrl !== undefined };
  return {
    http: new HttpChannel(new Sender(options)),
    slack: new ChatChannel(new Sender(options), notices, (notice, { buttons }) =>
      slackMessage(notice, Boolean(buttons)),
    ),
    teams: new ChatChannel(new Sender(options), notices, teamsMessage),
    email: new EmailChannel(mail, timeoutMs, notices),
    pager_duty: new PagerDutyChannel(new Sender(toPagerDuty), notices, pagerDutyUrl),
  };
}
