import type { LookupAddress } from 'node:dns';
import {
  ForbiddenAddressError,
  isPublicAddress,
  publicLookup,
  urlFault,
  type Resolver,
} from './addresses.js';

it.each([
  ['93.184.215.14', true],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
  ['::ffff:93.184.215.14', true],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['100.100.100.200', false],
  ['192.0.0.192', false],
  ['168.63.129.15', true],
  ['168.63.129.16', false],
  ['::ffff:168.63.129.16', false],
  ['161.26.0.10', false],
  ['166.8.0.1', false],
  ['166.12.0.1', true],
  ['fd00:ec2::254', false],
  ['fd20:ce::254', false],
  ['0.0.0.0', false],
  ['0.1.2.3', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['192.0.2.1', false],
  ['198.18.0.1', false],
  ['240.0.0.1', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:a00:1', false],
  ['::ffff:169.254.169.254', false],
  ['::127.0.0.1', false],
  ['::7f00:1', false],
  ['64:ff9b::7f00:1', false],
  ['64:ff9b:1::7f00:1', false],
  ['4000::1', false],
  ['2002:7f00:1::', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fc00::1', false],
  ['fd12:3456::1', false],
  ['ff02::1', false],
  ['2001:db8::1', false],
  ['not an address', false],
  ['', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

it.each([
  ['https://example.com/hook', false, null],
  ['https://93.184.215.14:8443/', false, null],
  ['http://example.com/', false, 'must begin with https://'],
  ['http://example.com/', true, null],
  ['http://127.0.0.1:1/', true, null],
  ['ftp://example.com/', true, 'must begin with https://'],
  ['https://127.0.0.1/', false, 'must lead to a public address'],
  ['https://168.63.129.16/', false, 'must lead to a public address'],
  [`https://example.com/${'x'.repeat(2_028)}`, false, null],
  [`https://example.com/${'x'.repeat(2_029)}`, false, 'must have at most 2048 characters'],
  // What is kept is longer than what was sent.
  [`https://example.com/${'é'.repeat(400)}`, false, 'must have at most 2048 characters'],
  ['https://2130706433/', false, 'must lead to a public address'],
  ['https://0x7f.1/', false, 'must lead to a public address'],
  ['https://[::1]/', false, 'must lead to a public address'],
  ['https://[::ffff:7f00:1]/', false, 'must lead to a public address'],
  ['https://[::127.0.0.1]/', false, 'must lead to a public address'],
  ['https://user:password@example.com/', false, 'must hold no user and no password'],
  ['https://example.com/#x', false, 'must hold no fragment'],
  ['nonsense', false, 'must be a URL such as https://example.com/purser'],
])('the URL %s, private allowed: %s', (url, allowPrivate, fault) => {
  expect(urlFault(url, allowPrivate)).toBe(fault);
});

describe('a lookup', () => {
  /** A name server whose answers change with each question. */
  const answering = (...answers: string[][]): Resolver => {
    let n = 0;
    return (_host, _options, callback) => {
      const addresses = answers[Math.min(n, answers.length - 1)]!;
      n += 1;
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
  };
  const look = (
    resolve: Resolver,
    { all = false, family = 0, allowPrivate = false } = {},
  ): Promise<string | LookupAddress[]> =>
    new Promise((done, fail) =>
      publicLookup(allowPrivate, resolve)('example.com', { all, family }, (error, address) =>
        error ? fail(error) : done(address),
      ),
    );

  it('hands out what was checked', async () => {
    expect(await look(answering(['93.184.215.14']))).toBe('93.184.215.14');
    expect(await look(answering(['93.184.215.14', '2606:2800::1']), { all: true })).toHaveLength(2);
    expect(await look(answering(['93.184.215.14', '2606:2800::1']), { family: 6 })).toBe('2606:2800::1');
  });

  it('refuses a name with any private address', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.215.14', '10.0.0.1'], ['::1', '93.184.215.14'], []])
      await expect(look(answering(addresses), { all: true })).rejects.toThrow(ForbiddenAddressError);
  });

  it('asks and checks anew each time, so that a name cannot be rebound', async () => {
    const rebinding = answering(['93.184.215.14'], ['127.0.0.1']);
    expect(await look(rebinding)).toBe('93.184.215.14');
    await expect(look(rebinding)).rejects.toThrow(ForbiddenAddressError);
  });

  it('lets private addresses pass where they are allowed', async () => {
    expect(await look(answering(['127.0.0.1']), { allowPrivate: true })).toBe('127.0.0.1');
  });

  it('passes on that a name does not exist', async () => {
    const missing: Resolver = (_host, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    await expect(look(missing)).rejects.toThrow('no such name');
  });
});
