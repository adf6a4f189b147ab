import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EndlessMessage, MessageReader, type Message } from '../src/event-source.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const STREAM =
  'retry: 1000\n\nid: place_7\n\n: still here\n\nid: evt_1\nevent: budget.created\ndata: {"a":"größer"}\n\n' +
  'id:evt_2\r\ndata:  two\r\ndata: lines\r\n\r\nevent: none\n\nid: evt_3\rdata: x\r\rdata: no id\n\nid: cut';

const MESSAGES: Message[] = [
  { id: 'place_7' },
  { id: 'evt_1', data: '{"a":"größer"}' },
  { id: 'evt_2', data: ' two\nlines' },
  { id: 'evt_3', data: 'x' },
  { id: 'evt_3', data: 'no id' },
];

test('messages are the same however their bytes are cut', () => {
  const bytes = bytesOf(STREAM);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: bytes.length }), { maxLength: 40 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const reader = new MessageReader();
      const messages = places.slice(1).flatMap((to, i) => reader.read(bytes.subarray(places[i], to)));
      expect(messages).toEqual(MESSAGES);
    }),
  );
});

test('a message without an end is given up', () => {
  const reader = new MessageReader();
  const chunk = bytesOf(`data: ${'x'.repeat(1_000_000)}\n`);
  expect(() => {
    for (let i = 0; i < 20; i += 1) reader.read(chunk);
  }).toThrow(EndlessMessage);
});
