import { announce } from './announce.mjs';
import { embeddedServer } from './servers.mjs';

/** The packages are tried on a service that runs on the Postgres that it brings along. */
export default async () => announce('packages', await embeddedServer());
