import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { HEADERS, problemExamples } from './components.js';
import { VERSION } from '../../runtime/package.js';
import { EventDto } from '../events/event.dto.js';
import { ProblemDto } from '../problems/problem.dto.js';
import { OUTGOING } from './outgoing.js';
import { withSharedAnswers } from './shared-answers.js';

const DESCRIPTION = `
Budget authority for fleets of AI agents. An orchestrator holds a budget, delegates part of it to every sub-agent that
it spawns, and no paid call starts before its price is reserved against hard limits.

- **Amounts** are decimal strings in the currency of the tree, exact to its scale. JSON numbers are refused.
- **Writes** carry an \`Idempotency-Key\`. A retry with the same key and request changes nothing again: it is answered
  with what the request made as it is now, marked \`Idempotency-Replayed: true\`, and \`replay\` shows what was answered
  first. A denied or failed request does not burn its key. Take a new key for each attempt that is paid for.
- **Settings** change under \`If-Match\` with the budget's revision, its \`ETag\`. Spending does not move the revision.
- **Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\` and a \`type\` that leads to its page.
- **Lists** are paged with \`limit\` and \`cursor\`; \`nextCursor\` is null on the last page.

The [guides](/docs/guides) say how all of it works: begin with the [concepts](/docs/concepts).
`.trim();

/** The document of the whole API: a function of the code, and of the version in package.json. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Purser')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The admin key.' }, 'key')
    .addCookieAuth(
      '__Host-purser',
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'Of who signed in: `purser` over plain HTTP on the same machine.',
      },
      'session',
    )
    .addSecurityRequirements('key')
    .addSecurityRequirements('session')
    .addTag('Budgets', 'Trees of budgets: making, delegating, reading and changing them.')
    .addTag('Envelopes', 'Limits on what a budget spends within a window.')
    .addTag('Reservations', 'Setting money aside for a call, and settling it.')
    .addTag('Settlements', 'What whoever is paid does with a settlement token.')
    .addTag('Approvals', 'What people decide.')
    .addTag('Disputes', 'What was paid and should come back.')
    .addTag('Decisions', 'Dry runs: what a reservation would be answered now.')
    .addTag('Keys', 'Who may do what: making, narrowing, rotating and revoking keys.')
    .addTag('Sessions', 'Signing in with a browser, and out again.')
    .addTag('Journal', 'The append-only history of a budget.')
    .addTag('Spend', 'Where the money went.')
    .addTag('Events', 'What is decided, as it happens.')
    .addTag('Webhooks', 'Having events delivered.')
    .addTag('Meters', 'Having usage sent to Stripe.')
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [ProblemDto, EventDto] });
  const components: object = {
    ...document.components,
    headers: HEADERS,
    examples: problemExamples((code) => JSON.stringify(document.paths).includes(`/examples/${code}"`)),
  };
  const named = withoutSuffix({ ...document, webhooks: OUTGOING, components } as OpenAPIObject);
  Object.assign(named.components!.schemas!.SpendItem!, { patternProperties: SPEND_LABELS });
  return withSharedAnswers(named);
}

/** Dimensions are named by those who use them: fields that no class has. */
const SPEND_LABELS = {
  '^labels\\.': {
    type: ['string', 'null'],
    description: 'With groupBy=labels.team: what the label is; null for what has none.',
  },
};

/** Schemas are named for those who use the API; the classes end in Dto so as not to pass for the things themselves. */
function withoutSuffix(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document).replace(/("#\/components\/schemas\/\w+?)Dto"/g, '$1"');
  const renamed = JSON.parse(text) as OpenAPIObject;
  const schemas = Object.entries(renamed.components?.schemas ?? {});
  return {
    ...renamed,
    components: {
      ...renamed.components,
      schemas: Object.fromEntries(schemas.map(([name, schema]) => [name.replace(/Dto$/, ''), schema])),
    },
  };
}
