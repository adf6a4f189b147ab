/** Injects the service's Config. */
export const CONFIG = Symbol('Config');

/** Injects the service's pino Logger. */
export const LOGGER = Symbol('Logger');
