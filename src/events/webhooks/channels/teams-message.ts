import type { Notice } from '../notices/notice.js';

/** Text of a card that is shown as it is: blocks of text and facts would read markup in it. */
interface TextRun {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  size?: 'Large';
}

interface RichText {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

const line = (...inlines: Omit<TextRun, 'type'>[]): RichText => ({
  type: 'RichTextBlock',
  inlines: inlines.map((run) => ({ type: 'TextRun', ...run })),
});

/** A notice as an Adaptive Card. All of its texts together are well below the 28 KB that Teams takes. */
export function teamsMessage({ title, sentences, facts, link }: Notice): object {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            line({ text: title, weight: 'Bolder', size: 'Large' }),
            ...sentences.map((text) => line({ text })),
            ...facts.map(({ name, text }) => line({ text: `${name}: `, weight: 'Bolder' }, { text })),
          ],
          actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open in Purser', url: link }],
        },
      },
    ],
  };
}
