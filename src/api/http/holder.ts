declare module 'fastify' {
  interface FastifyRequest {
    /** In whose share the request is counted; nobody's until its key is known. */
    holder: string;
    /** Whether it is answered with rows without end: how long that takes is up to its reader. */
    isExport: boolean;
  }
}

/** The share of requests whose key is not known. */
export const NOBODY = 'nobody';
