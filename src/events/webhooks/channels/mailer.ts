import type { NodemailerError, SMTPSentMessageInfo, SMTPTransportOptions, Transporter } from 'nodemailer';
import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import { hostOf } from '../addresses.js';
import type { MailText } from './mail.js';

/** The mail server of the service, and whom its mails come from. */
export interface MailOptions {
  url: string;
  from: string;
}

interface SentMail extends MailText {
  to: string[];
  messageId: string;
  inReplyTo: string | undefined;
  references: string | undefined;
}

/** Sends mails with nodemailer, which is loaded when there is something to send. Each has a connection of its own. */
export class Mailer {
  private transporter: Promise<Transporter<SMTPSentMessageInfo, SMTPTransportOptions>> | null = null;

  constructor(
    private readonly options: MailOptions,
    private readonly timeoutMs: number,
  ) {}

  /** Of the address that mails come from. */
  get domain(): string {
    return /@([^@>\s]+)>?$/.exec(this.options.from)?.[1] ?? 'purser';
  }

  /** Never throws, whatever the mail server does; it takes no longer than the timeout. An aborted attempt is null. */
  async send(mail: SentMail, abort: AbortSignal): Promise<DeliveryAttempt | null> {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    abort.addEventListener('abort', end, { once: true });
    if (abort.aborted) end();
    const timer = setTimeout(end, this.timeoutMs);
    try {
      const transporter = await this.opened();
      const { from } = this.options;
      return attemptOf(await transporter.sendMail({ ...mail, from, signal: ending.signal }));
    } catch (error) {
      if (abort.aborted) return null;
      if (ending.signal.aborted)
        return { delivered: false, status: null, error: `no answer within ${this.timeoutMs} ms` };
      return failureOf(error as NodemailerError & { rejectedErrors?: NodemailerError[] });
    } finally {
      clearTimeout(timer);
      abort.removeEventListener('abort', end);
    }
  }

  private opened(): Promise<Transporter<SMTPSentMessageInfo, SMTPTransportOptions>> {
    this.transporter ??= this.open();
    return this.transporter;
  }

  private async open(): Promise<Transporter<SMTPSentMessageInfo, SMTPTransportOptions>> {
    const { createTransport } = await import('nodemailer');
    const url = new URL(this.options.url);
    const secure = url.protocol === 'smtps:';
    const host = hostOf(url);
    const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
    return createTransport({
      host,
      secure,
      port: Number(url.port) || (secure ? 465 : 587),
      ...(auth.user !== '' && { auth }),
      // A password crosses no network in the clear, not even where somebody on the way hides that there is TLS.
      requireTLS: auth.user !== '' && !LOOPBACK.test(host),
      connectionTimeout: this.timeoutMs,
      greetingTimeout: this.timeoutMs,
      socketTimeout: this.timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** What became of a mail that the server took for at least one address. */
function attemptOf({ accepted, rejected, rejectedErrors = [] }: SMTPSentMessageInfo): DeliveryAttempt {
  if (rejected.length === 0) return { delivered: true, status: 250, error: null };
  const of = `${rejected.length} of ${accepted.length + rejected.length} addresses`;
  // Sent again to all, under the same Message-ID: better twice than never.
  const isForNow = rejectedErrors.some(({ permanent }) => permanent === false);
  if (isForNow) return { delivered: false, status: 250, error: `the mail server does not take ${of} now` };
  return { delivered: true, status: 250, error: `the mail server refused ${of}` };
}

/** Commands whose refusal is about this mail: its addresses, or what is in it. */
const OF_THIS_MAIL = /^(?:RCPT TO|DATA)/;

/** In words of our own: what a mail server says may repeat anything, the sign-in included. */
function failureOf({
  code,
  command = '',
  permanent = false,
  responseCode,
  rejectedErrors = [],
}: NodemailerError & { rejectedErrors?: NodemailerError[] }): DeliveryAttempt {
  const status = responseCode ?? null;
  const failed = { delivered: false, status };
  if (code === 'EAUTH') return { ...failed, error: 'the mail server does not accept the sign-in' };
  if (code === 'ETLS') return { ...failed, error: 'its certificate, or its TLS, is not accepted' };
  if (status === null) return { ...failed, error: 'the mail server cannot be reached' };
  const isOfThis = rejectedErrors.length > 0 || OF_THIS_MAIL.test(command);
  const hopeless = permanent && isOfThis && rejectedErrors.every((one) => one.permanent !== false);
  return { ...failed, error: `the mail server answered ${status}`, ...(hopeless && { hopeless }) };
}
