import { Problem } from '../problems/problem.js';
import { ExportPlaces } from './export-places.js';

const places = (): ExportPlaces => new ExportPlaces('exports', { slots: 4, perGroup: 2 });

test('one key takes all places of a tree but one, which another key of it gets', async () => {
  const all = places();
  const giveBack = await all.take('tree', 'first');
  await expect(all.take('tree', 'first')).rejects.toThrow(
    'Of exports at most 1 of one key, 2 of one tree, and 4 in all, can be under way.',
  );
  await all.take('tree', 'second');
  await expect(all.take('tree', 'third')).rejects.toThrow(Problem);
  giveBack();
  // Those that were refused have taken nothing.
  await all.take('tree', 'third');
  await expect(all.take('tree', 'first')).rejects.toThrow(Problem);
});

test('a key that is bound to no tree has what a tree has', async () => {
  const all = places();
  await all.take(null, 'admin');
  await all.take(null, 'admin');
  await expect(all.take(null, 'admin')).rejects.toThrow(Problem);
  await all.take('tree', 'first');
});

test('there are no more than there are in all, whoever asks', async () => {
  const all = places();
  for (const name of ['a', 'b', 'c', 'd']) await all.take(name, name);
  await expect(all.take('e', 'e')).rejects.toThrow(Problem);
});
