import { connect } from 'node:net';
import { EventStream } from '../../support/event-stream.js';
import { Fleet } from '../../support/fleet.js';
import { made } from '../../support/client.js';
import { ADMIN_KEY, ServiceProcess } from '../../support/service.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start(2, { PURSER_EVENT_STREAMS: '3', PURSER_DRAIN_SECONDS: '60' });
});
afterAll(() => fleet.stop());

const open = (query: string, lastEventId?: string, i = 0): Promise<EventStream> =>
  EventStream.open(fleet.services[i]!.baseUrl, query, lastEventId);

const reservations = (stream: EventStream): (string | undefined)[] =>
  stream.events.map(({ data }) => data.entry.reservation?.id);

describe('a stream of events', () => {
  it('sends the events of a subtree, of the types asked for, as they happen', async () => {
    const client = fleet.client();
    const root = await client.root('100');
    const child = await client.child(root.id, '10');
    const all = await open(`?budgetId=${root.id}`);
    const some = await open(`?budgetId=${child.id}&types=reservation.released&types=budget.*`);
    expect(all.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(all.response.headers.get('x-request-id')).toBeTruthy();
    const hold = made(await client.reserve(child.id, '1'));
    await client.release(hold.id);
    const elsewhere = made(await fleet.client(1).reserve(root.id, '1'));
    await all.until(() => reservations(all).includes(elsewhere.id));
    await some.until((events) => events.some(({ type }) => type === 'reservation.released'));
    expect(all.events.filter(({ data }) => data.entry.reservation).map(({ type }) => type)).toEqual([
      'reservation.reserved',
      'reservation.released',
      'reservation.reserved',
    ]);
    expect(
      some.events.every(({ data, type }) => data.budgetId === child.id && type !== 'reservation.reserved'),
    ).toBe(true);
    await Promise.all([all.close(), some.close()]);
  });

  it('goes on where it was, on another replica, without loss or repetition', async () => {
    const client = fleet.client();
    const root = await client.root('1000');
    const first = await open(`?budgetId=${root.id}`);
    const ids: string[] = [];
    let stream = first;
    const seen: (string | undefined)[] = [];
    for (let round = 0; round < 6; round += 1) {
      ids.push(made(await client.reserve(root.id, '1')).id);
      await stream.until(() => reservations(stream).includes(ids.at(-1)));
      const last = stream.lastEventId;
      seen.push(...reservations(stream).filter((id) => id));
      await stream.close();
      // What happens while nobody reads is sent to a reader that comes back.
      ids.push(made(await fleet.client(1).reserve(root.id, '1')).id);
      stream = await open(`?budgetId=${root.id}`, last, (round + 1) % 2);
    }
    await stream.until(() => reservations(stream).includes(ids.at(-1)));
    seen.push(...reservations(stream));
    expect(seen).toEqual(ids);
    await stream.close();
  });

  it('refuses what it cannot follow', async () => {
    const root = await fleet.client().root('100');
    const other = await fleet.client().root('100');
    const stream = await open(`?budgetId=${other.id}`);
    await fleet.client().reserve(other.id, '1');
    await stream.until((events) => events.at(-1)?.type === 'reservation.reserved');
    const get = async (query: string, headers: Record<string, string> = {}) => {
      const { status, body } = await fleet.client().send('GET', `/v1/events${query}`, undefined, headers);
      return [status, (body as { code?: string }).code];
    };
    expect(await get('?budgetId=x')).toEqual([400, 'validation_failed']);
    expect(await get('?types=nothing')).toEqual([400, 'validation_failed']);
    expect(await get('?budgetId=budget_01k9v3n8h2f0g9x7m4q5r6s7t8')).toEqual([404, 'not_found']);
    for (const id of ['7', 'evt_x', stream.lastEventId.replace('_2_', '_77_'), '\u00e9'])
      expect(await get('', { 'last-event-id': id })).toEqual([400, 'validation_failed']);
    expect(await get(`?budgetId=${root.id}`, { 'last-event-id': stream.lastEventId })).toEqual([
      400,
      'validation_failed',
    ]);
    await stream.close();
    const head = await fleet.client().send('HEAD', '/v1/events');
    expect(head.status).toBe(200);
    expect((await fetch(`${fleet.services[0]!.baseUrl}/v1/events`)).status).toBe(401);
  });

  it('has a place from its first byte: what happens before its first event is not lost', async () => {
    const client = fleet.client();
    const root = await client.root('100');
    const stream = await open(`?budgetId=${root.id}`);
    while (stream.places.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const { lastEventId } = stream;
    expect(lastEventId).toMatch(/^place_\d+$/);
    await stream.close();
    const hold = made(await client.reserve(root.id, '1'));
    for (const i of [0, 1]) {
      const again = await open(`?budgetId=${root.id}&types=reservation.*`, lastEventId, i);
      await again.until((events) => events.length > 0);
      expect(reservations(again)).toEqual([hold.id]);
      await again.close();
    }
  });

  it('begins where `from` says, unless the client comes back', async () => {
    const client = fleet.client();
    const root = await client.root('100');
    const holds = [];
    for (let i = 0; i < 3; i += 1) holds.push(made(await client.reserve(root.id, '1')).id);
    const all = await open(`?budgetId=${root.id}&from=start`);
    await all.until((events) => events.length === 4);
    expect(reservations(all)).toEqual([undefined, ...holds]);
    const [created, first] = all.ids;
    const some = await open(`?budgetId=${root.id}&from=${first}`);
    await some.until((events) => events.length === 2);
    expect(reservations(some)).toEqual(holds.slice(1));
    await all.close();
    await some.close();
    const back = await open(`?budgetId=${root.id}&from=start`, created);
    await back.until((events) => events.length === 3);
    expect(reservations(back)).toEqual(holds);
    await back.close();
    for (const from of ['end', 'place_0', 'place_900000000000000000', `${created}x`]) {
      const { status } = await fleet.client().get(`/v1/events?from=${from}`);
      expect([from, status]).toEqual([from, 400]);
    }
  });

  it('is one of a bounded number', async () => {
    const streams = [
      await open('', undefined, 1),
      await open('', undefined, 1),
      await open('', undefined, 1),
    ];
    const refused = await fleet.client(1).get('/v1/events');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    await streams[0]!.close();
    for (;;) {
      const again = await open('', undefined, 1).catch(() => null);
      if (again) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const text = (await fleet.client(1).get<string>('/metrics')).body;
    expect(text).toContain('purser_event_streams 3');
    for (const stream of streams) await stream.close();
  });
});

it('a reader that does not read holds up nobody, and a stop ends streams in order', async () => {
  const service = await ServiceProcess.start({
    DATABASE_URL: fleet.database.url,
    PURSER_DRAIN_SECONDS: '60',
  });
  const root = await fleet.client().root('1000000');
  const stalled = connect(Number(new URL(service.baseUrl).port), '127.0.0.1');
  stalled.on('error', () => undefined).pause();
  stalled.write(
    `GET /v1/events?budgetId=${root.id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_KEY}\r\n\r\n`,
  );
  const stream = await EventStream.open(service.baseUrl, `?budgetId=${root.id}`);
  const context = { text: 'x'.repeat(7_000) };
  for (let round = 0; round < 5; round += 1)
    await fleet.atOnce(40, (client) => client.reserve(root.id, '1', { context }));
  await stream.until((events) => events.filter(({ type }) => type === 'reservation.reserved').length === 200);
  const { lastEventId } = stream;
  const ending = service.stop();
  await stream.done;
  expect(await ending).toEqual({ code: 0, signal: null });
  expect(service.output).not.toContain('broken off');
  stalled.destroy();

  // The restart: another process goes on right behind it.
  const hold = made(await fleet.client().reserve(root.id, '1'));
  const next = await open(`?budgetId=${root.id}`, lastEventId);
  await next.until((events) => events.length > 0);
  expect(next.events[0]!.data.entry.reservation?.id).toBe(hold.id);
  await next.close();
});
