import { isLoopback } from './loopback.js';

it.each([
  'localhost',
  'localhost:3000',
  '127.0.0.1',
  '127.0.0.1:3000',
  '127.8.8.8:1',
  '::1',
  '[::1]',
  '[::1]:3000',
])('%s is this machine', (host) => expect(isLoopback(host)).toBe(true));

it.each([
  undefined,
  '',
  '0.0.0.0',
  '::',
  '10.0.0.1:3000',
  'example.com',
  'localhost.example.com:3000',
  '127.0.0.1.example.com',
  '[::2]:1',
  'localhost:3000:1',
])('%s is not', (host) => expect(isLoopback(host)).toBe(false));
