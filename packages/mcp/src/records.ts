/** Whether something has fields: what came from outside is looked at before it is used. */
export const isRecord = (found: unknown): found is Record<string, unknown> =>
  typeof found === 'object' && found !== null && !Array.isArray(found);
