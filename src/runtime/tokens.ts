/** Injects the service's Config. */
export const CONFIG = Symbol('Config');

/** Injects what the ledger calls with the entries that it has written. */
export const ON_WRITTEN = Symbol('OnWritten');

/** Injects the service's pino Logger. */
export const LOGGER = Symbol('Logger');
