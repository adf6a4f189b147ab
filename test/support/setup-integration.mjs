import { announce } from './announce.mjs';
import { joinProgram } from './program.mjs';
import { embeddedServer } from './servers.mjs';

/** Integration tests run on the Postgres that the service brings along. */
export default async () => {
  await joinProgram();
  announce('integration', await embeddedServer());
};
