import { getSchemaPath } from '@nestjs/swagger';
import { EventDto } from '../events/event.dto.js';

const header = (name: string, description: string, example: string): object => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

/** What the service sends, as the document's `webhooks`. */
export const OUTGOING = {
  event: {
    post: {
      operationId: 'receiveEvent',
      summary: 'An event, sent to a webhook',
      description:
        'Sent as Standard Webhooks says. Answer 2xx within ten seconds. After any other answer, a redirect included, the delivery is retried for a day.',
      tags: ['Webhooks'],
      security: [],
      parameters: [
        header(
          'webhook-id',
          'The id of the event. Ignore an event whose id was received before.',
          'evt_01k9',
        ),
        header('webhook-timestamp', 'Seconds since the epoch, of this attempt.', '1795253400'),
        header(
          'webhook-signature',
          'One signature for each secret in force, separated by spaces.',
          'v1,K5oZfzN95Z9UVu1',
        ),
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: getSchemaPath(EventDto) } } },
      },
      responses: { 204: { description: 'Taken.' }, '4XX': { description: 'Not taken: tried again.' } },
    },
  },
};
