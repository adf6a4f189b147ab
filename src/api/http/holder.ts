declare module 'fastify' {
  interface FastifyRequest {
    /** In whose share the request is counted; nobody's until its key is known. */
    holder: string;
  }
}

/** The share of requests whose key is not known. */
export const NOBODY = 'nobody';
