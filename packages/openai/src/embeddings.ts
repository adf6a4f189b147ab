import { boundInput, textOf, usageOf } from '@purser/sdk/models';
import type { Endpoint } from './endpoint.js';
import { usageOfChat } from './usage.js';

export const embeddings: Endpoint = {
  path: /\/embeddings$/,
  plan: async (request, options) => {
    const { all } = await boundInput(request, options);
    return {
      most: usageOf({ input: all }),
      sent: () => request,
      ending: (answer) => ({ usage: usageOfChat(answer['usage']), externalId: textOf(answer['id']) }),
      reader: () => ({ read: () => true, ending: () => ({}) }),
    };
  },
};
