import { z } from 'zod';

// What the tools of Purser take. The descriptions are all that a model knows of them.

const amount = z
  .string()
  .max(40)
  .regex(/^\d+(?:\.\d+)?$/)
  .describe('Money as decimal text, such as "0.35".');

const usage = z
  .record(z.string().max(64), z.number().min(0))
  .describe('Quantities by unit, such as {"input_tokens": 1200, "output_tokens": 300}.');

const name = (what: string) => z.string().min(1).max(128).describe(what);

const reservation = z.string().min(1).max(64).describe('The id of the reservation: rsv_…');

const budget = z.string().min(1).max(64).optional().describe('The id of a budget. Left out: your own.');

const what = {
  budget,
  amount: amount
    .optional()
    .describe('The most that the call can cost, such as "0.35". Or give item and usage.'),
  vendor: name('Who is paid, in lower case, such as "openai".').optional(),
  item: name('What is bought: a model, a tool. With usage its price is looked up.').optional(),
  usage: usage.optional(),
  category: name('What kind of call it is.').optional(),
};

export const FIELDS = {
  budget: { budget },
  ask: what,
  estimate: { budget, vendor: name('Who would be paid.'), item: name('What would be bought.'), usage },
  reserve: {
    ...what,
    run: name('The run that it belongs to.').optional(),
    task: name('The task that it belongs to.').optional(),
    reason: z.string().max(1_000).optional().describe('What it is for. People read it.'),
    seconds: z.number().int().min(1).max(604_800).optional().describe('How long it is held. Left out: 600.'),
    attempt: name(
      'A name of your own for this call. Repeated under it, you get the same reservation.',
    ).optional(),
  },
  settle: {
    reservation,
    amount: amount.optional().describe('What it did cost, all in all.'),
    usage: usage.optional(),
    externalId: name('How the vendor names the call.').optional(),
  },
  release: { reservation, reason: z.string().max(1_000).optional() },
  wait: {
    reservation,
    seconds: z.number().int().min(0).max(60).optional().describe('At most so long. Left out: 30.'),
  },
  delegate: {
    budget,
    ref: name('A name of your own for the agent. Repeated under it, you get the same budget and key.'),
    guarantee: amount.optional().describe('What it is sure to have. Left out: nothing.'),
    ceiling: amount.describe('What it may spend at most.'),
    vendors: z
      .array(z.string().max(128))
      .max(100)
      .optional()
      .describe('Whom it may pay. Left out: all that you may.'),
  },
};
