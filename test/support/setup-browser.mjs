import { announce } from './announce.mjs';
import { joinProgram } from './program.mjs';
import { embeddedServer } from './servers.mjs';

/** The console is tried on a service that runs on the Postgres that it brings along. */
export default async () => {
  await joinProgram();
  announce('browser', await embeddedServer());
};
