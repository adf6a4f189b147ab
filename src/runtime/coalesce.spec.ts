import { expect, test } from '@jest/globals';
import { Coalescer } from './coalesce.js';

/** Answers with what it was asked, and keeps each question. */
function recorder() {
  const asked: string[][] = [];
  const answerTo = (items: string[]): Promise<string[]> => {
    asked.push(items);
    return Promise.resolve(items);
  };
  return { asked, answerTo };
}

test('all who ask under one name in one moment share one question, each item once', async () => {
  const { asked, answerTo } = recorder();
  const coalescer = new Coalescer<string, string[]>();
  const answers = await Promise.all(['a', 'b', 'a'].map((item) => coalescer.ask('letters', item, answerTo)));
  expect(asked).toEqual([['a', 'b']]);
  expect(answers).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test('each name has a question of its own', async () => {
  const { asked, answerTo } = recorder();
  const coalescer = new Coalescer<string, string[]>();
  await Promise.all([coalescer.ask('one', 'a', answerTo), coalescer.ask('other', 'b', answerTo)]);
  expect(asked).toEqual([['a'], ['b']]);
});

test('nobody joins a question under way', async () => {
  const asked: string[][] = [];
  const coalescer = new Coalescer<string, string>();
  let later: Promise<string> | undefined;
  const answerTo = (items: string[]): Promise<string> => {
    asked.push(items);
    later ??= coalescer.ask('letters', 'b', answerTo);
    return Promise.resolve(items.join());
  };
  expect(await coalescer.ask('letters', 'a', answerTo)).toBe('a');
  expect(await later).toBe('b');
  expect(asked).toEqual([['a'], ['b']]);
});

test('a failure reaches all who asked, and the next question is asked anew', async () => {
  const coalescer = new Coalescer<string, string>();
  const fail = (): Promise<string> => Promise.reject(new Error('away'));
  const results = await Promise.allSettled(['a', 'b'].map((item) => coalescer.ask('letters', item, fail)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await coalescer.ask('letters', 'c', (items) => Promise.resolve(items.join()))).toBe('c');
});
