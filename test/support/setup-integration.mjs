import { announce } from './announce.mjs';
import { embeddedServer } from './servers.mjs';

/** Integration tests run on the Postgres that the service brings along. */
export default async () => announce('integration', await embeddedServer());
