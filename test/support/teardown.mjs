import { removeProgram } from './program.mjs';
import { stopServers } from './servers.mjs';

export default async () => {
  await removeProgram();
  await stopServers();
};
