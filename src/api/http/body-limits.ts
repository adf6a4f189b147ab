/** The largest body of most routes, in bytes. */
export const BODY_LIMIT = 64 * 1024;

/** The largest body of a bulk request: 2 KiB for each of 1,000 commands, of which most take 200 bytes. */
export const BATCH_BODY_LIMIT = 2 * 1024 * 1024;
