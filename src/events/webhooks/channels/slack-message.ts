import type { Notice } from '../notices/notice.js';
import { cutEscaped } from '../notices/shown.js';

/** What Slack takes: of a header, of any other text, and of fields in one section. */
const MAX_HEADER = 150;
const MAX_TEXT = 3_000;
const MAX_FIELDS = 10;

/** What is longer than this has a section of its own. */
const SHORT = 100;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escaped = (text: string, most: number): string =>
  cutEscaped(text, most, (character) => ESCAPES[character] ?? character);

/** Text that Slack shows as it is: no markup, no mention, no emoji by name. */
const plain = (text: string, most = MAX_TEXT): SlackText => ({
  type: 'plain_text',
  text: escaped(text, most),
  emoji: false,
});

interface SlackText {
  type: 'plain_text';
  text: string;
  emoji: false;
}

/** A block of Slack's Block Kit. */
type SlackBlock = Record<string, unknown>;

interface SlackMessage {
  /** What notifications show. */
  text: string;
  mrkdwn: false;
  blocks: SlackBlock[];
}

const section = (text: string): SlackBlock => ({ type: 'section', text: plain(text) });

/** A notice as Slack shows it, with buttons that decide where it waits for people and they are wanted. */
export function slackMessage(
  { title, sentences, facts, link, waits }: Notice,
  hasButtons: boolean,
): SlackMessage {
  const elements = [
    ...(waits && hasButtons ? decisionButtons(waits) : []),
    ...(link === null ? [] : [linkButton(link)]),
  ];
  const short = facts.filter(({ text }) => text.length <= SHORT).slice(0, MAX_FIELDS);
  const long = facts.filter(({ text }) => text.length > SHORT);
  return {
    text: escaped(title, MAX_TEXT),
    mrkdwn: false,
    blocks: [
      { type: 'header', text: plain(title, MAX_HEADER) },
      ...(sentences.length > 0 ? [section(sentences.join('\n'))] : []),
      ...(short.length > 0
        ? [{ type: 'section', fields: short.map(({ name, text }) => plain(`${name}: ${text}`)) }]
        : []),
      ...long.map(({ name, text }) => section(`${name}: ${text}`)),
      ...(waits && hasButtons ? [REASON] : []),
      ...(elements.length > 0 ? [{ type: 'actions', elements }] : []),
    ],
  };
}

const linkButton = (url: string): SlackBlock => ({
  type: 'button',
  action_id: 'open',
  text: plain('Open in Purser'),
  url,
});

/** What is written here goes with the decision. */
const REASON: SlackBlock = {
  type: 'input',
  block_id: 'reason',
  optional: true,
  label: plain('Comment, or reason for a rejection'),
  element: { type: 'plain_text_input', action_id: 'reason', max_length: 1_000 },
};

/** The request that people see goes with the click: no other is decided by it. */
const decisionButtons = (waits: Notice['waits']): SlackBlock[] =>
  (['approve', 'reject'] as const).map((verb) => ({
    type: 'button',
    action_id: verb,
    style: verb === 'approve' ? 'primary' : 'danger',
    text: plain(verb === 'approve' ? 'Approve' : 'Reject'),
    value: JSON.stringify(waits),
  }));
