import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { locateData } from './data-folder.js';

// Only root has somebody else run Postgres.
const asRoot = process.getuid?.() === 0 ? it : it.skip;

asRoot('several first starts at once agree on one place for the data', async () => {
  // The second start begins some turns after the first, so that each of its steps meets each of the first one's.
  for (let turns = 0; turns < 24; turns++) {
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-'));
    const first = locateData(folder);
    for (let turn = 0; turn < turns; turn++) await turnOfTheLoop();
    const places = await Promise.all([first, locateData(folder), locateData(folder)]);
    expect(places.map((place) => place.path)).toEqual([folder, folder, folder]);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  }
});
