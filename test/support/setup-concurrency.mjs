import { announce } from './announce.mjs';
import { joinProgram } from './program.mjs';
import { containerServer } from './servers.mjs';

/** Concurrency and fault tests run on a Postgres in Docker wherever there is one. */
export default async () => {
  await joinProgram();
  announce('concurrency', await containerServer());
};
