import { EventWorld, ROOT } from '../../test/support/event-world.js';
import { EVENT_TYPES } from './event-types.js';
import { eventId, eventPlaceOf, placeId, tickOf } from './events.js';

describe('the id of an event', () => {
  it('names its place', () => {
    const world = new EventWorld();
    const [event] = world.events('reserve', { reservationId: 'rsv_1', amount: '1' });
    expect(event?.id).toBe('evt_01k9v3n8h2f0g9x7m4q5r6s700_2_reservation-reserved');
    expect(eventPlaceOf(event!.id)).toEqual({ budgetId: ROOT, version: 2, type: 'reservation.reserved' });
    for (const type of EVENT_TYPES)
      expect(eventPlaceOf(eventId(ROOT, 7, type))).toEqual({ budgetId: ROOT, version: 7, type });
  });

  it.each([
    '',
    'evt_',
    'evt_x_1_reservation-reserved',
    `evt_${ROOT.slice(7)}_0_budget-created`,
    `evt_${ROOT.slice(7)}_1_budget-stolen`,
  ])('is not "%s"', (id) => expect(eventPlaceOf(id)).toBeNull());
});

describe('a place between events', () => {
  it.each([1n, 10n, 123_456_789_012_345_678n])('of tick %s is read back', (tick) => {
    expect(placeId(tick)).toBe(`place_${tick}`);
    expect(tickOf(placeId(tick))).toBe(tick);
  });

  it.each([
    '',
    'place_',
    'place_0',
    'place_01',
    'place_1x',
    'xplace_1',
    'place_1234567890123456789',
    'evt_1',
  ])('is not "%s"', (id) => expect(tickOf(id)).toBeNull());
});
