import { createServer, type Socket } from 'node:net';
import { StandIn } from './stand-in.js';

/** A mail as it was taken: every header on one line. */
interface TakenMail {
  from: string;
  to: string[];
  headers: Map<string, string>;
  raw: string;
}

/** The user and the password that the stand-in wants. */
const SMTP_USER = 'purser';
export const SMTP_PASSWORD = 'smtp-password-of-the-tests';

/** A mail server on this machine, which speaks as much of SMTP as it takes to be sent mail. */
export class SmtpStandIn extends StandIn {
  /** What was taken, as often as it was. */
  readonly taken: TakenMail[] = [];
  /** What a recipient is answered. */
  recipient: (address: string) => string = () => '250 ok';
  /** What a mail is answered that came whole; `lost` breaks the connection after it was taken. */
  answer: () => string = () => '250 queued';

  private constructor() {
    super(createServer((socket) => this.converse(socket)));
  }

  get url(): string {
    return `smtp://${SMTP_USER}:${SMTP_PASSWORD}@127.0.0.1:${this.port}`;
  }

  static start(): Promise<SmtpStandIn> {
    return new SmtpStandIn().started();
  }

  private converse(socket: Socket): void {
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let text = '';
    let data: string | null = null;
    let isKnown = false;
    let mail: Pick<TakenMail, 'from' | 'to'> = { from: '', to: [] };
    const commands: Record<string, (rest: string) => void> = {
      EHLO: () => say('250-stand-in\r\n250-8BITMIME\r\n250 AUTH PLAIN'),
      AUTH: (rest) => {
        const given = Buffer.from(rest.replace(/^PLAIN /, ''), 'base64').toString();
        isKnown = given === `\0${SMTP_USER}\0${SMTP_PASSWORD}`;
        say(isKnown ? '235 welcome' : `535 no such user or password: ${given}`);
      },
      MAIL: (rest) => {
        mail = { from: addressIn(rest), to: [] };
        say(isKnown ? '250 ok' : '530 sign in first');
      },
      RCPT: (rest) => {
        const reply = this.recipient(addressIn(rest));
        if (reply.startsWith('250')) mail.to.push(addressIn(rest));
        say(reply);
      },
      DATA: () => {
        data = '';
        say('354 go on');
      },
      QUIT: () => socket.end('221 bye\r\n'),
    };
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (data === null) {
          const [verb = '', ...rest] = line.split(' ');
          const command = commands[verb.toUpperCase()];
          if (command) command(rest.join(' '));
          else say('502 what?');
        } else if (line === '.') {
          this.take({ ...mail, ...parsed(data), raw: data }, socket);
          data = null;
        } else data += `${line.replace(/^\.\./, '.')}\r\n`;
      }
    });
    say('220 stand-in');
  }

  private take(mail: TakenMail, socket: Socket): void {
    const reply = this.answer();
    if (reply === 'lost' || reply.startsWith('250')) this.taken.push(mail);
    if (reply === 'lost') return void socket.resetAndDestroy();
    socket.write(`${reply}\r\n`);
  }
}

const addressIn = (rest: string): string => /<([^>]*)>/.exec(rest)?.[1] ?? '';

function parsed(data: string): Pick<TakenMail, 'headers'> {
  const [head = ''] = data.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return {
    headers: new Map(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    ),
  };
}
